import type { Readable } from 'node:stream'

/** FFmpeg's own count on its standard output, often enough for a progress bar. */
export const frameCountOptions = ['-progress', 'pipe:1', '-stats_period', '0.2'] as const

/** Calls `onFrame` once for each frame that FFmpeg says it has encoded. */
export function countFrames(stdout: Readable, onFrame: () => void): void {
  let text = ''
  let told = 0
  stdout.on('data', (bytes: Buffer) => {
    const lines = (text + bytes.toString()).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const done = Number(/^frame=\s*(\d+)$/.exec(line)?.[1] ?? 0)
      for (; told < done; told++) onFrame()
    }
  })
}
