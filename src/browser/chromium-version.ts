import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FoundChromium } from './find-chromium.ts'

/** A wrapper script that never answers must not hold up a render for something that is only reported. */
const answerMs = 10_000

/** "Chrome/156.0.8078.79", as it says without being started; null where it does not say (on Windows it would open a window instead). */
export async function chromiumVersion({ path }: FoundChromium, signal: AbortSignal): Promise<string | null> {
  if (process.platform === 'win32') return null
  const answer = await promisify(execFile)(path, ['--version'], { timeout: answerMs, signal }).catch(() => null)
  const number = /\d+(?:\.\d+){3}/.exec(answer?.stdout ?? '')?.[0]
  return number === undefined ? null : `Chrome/${number}`
}
