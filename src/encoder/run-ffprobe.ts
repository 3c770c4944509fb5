import { execFile } from 'node:child_process'
import { throwIfCancelled } from '../shared/within.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { withMemoryLimit } from './memory-limit.ts'

/** Text of a packet list of a film of many hours fits in this. */
const maxOutputBytes = 512 * 1024 * 1024

/** For files of our own: a packet list of a film of many hours takes minutes. */
const standardMs = 30 * 60_000

type Limits = {
  readonly limitMs?: number
  /** For files that others have made. */
  readonly maxMemoryBytes?: number
}

/**
 * ffprobe's answer as text. When this throws, it has ended.
 * @throws CANCELLED, or what execFile gives; `stderr` on it has ffprobe's words
 */
export async function runFfprobe(
  { ffprobe }: Pick<FoundFfmpeg, 'ffprobe'>,
  args: readonly string[],
  signal: AbortSignal,
  { limitMs = standardMs, maxMemoryBytes }: Limits = {},
): Promise<string> {
  throwIfCancelled(signal)
  const { program, firstArgs } = maxMemoryBytes === undefined ? { program: ffprobe, firstArgs: [] } : withMemoryLimit(ffprobe, maxMemoryBytes)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const child = execFile(
    program,
    [...firstArgs, '-v', 'error', ...args],
    { maxBuffer: maxOutputBytes, timeout: limitMs, killSignal: 'SIGKILL' },
    (error, stdout, stderr) => {
      if (error) reject(Object.assign(error, { stderr }))
      else resolve(stdout)
    },
  )
  const kill = () => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  try {
    return await promise
  } catch (error) {
    throwIfCancelled(signal)
    throw error
  } finally {
    signal.removeEventListener('abort', kill)
  }
}
