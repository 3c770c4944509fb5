import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FoundFfmpeg } from './find-ffmpeg.ts'

const execute = promisify(execFile)

/** Text of a packet list of a film of many hours fits in this. */
const maxOutputBytes = 512 * 1024 * 1024

/** ffprobe's answer as text. @throws what execFile throws; `stderr` on it has ffprobe's words */
export async function runFfprobe(tools: FoundFfmpeg, args: readonly string[], signal: AbortSignal): Promise<string> {
  const { stdout } = await execute(tools.ffprobe, ['-v', 'error', ...args], { signal, maxBuffer: maxOutputBytes, killSignal: 'SIGKILL' })
  return stdout
}
