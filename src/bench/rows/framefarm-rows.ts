import { join } from 'node:path'
import type { BenchRow } from './row.ts'

/** Of `framefarm render --method`. One that this version does not have is shown as not available. */
const methods = ['layers', 'stream', 'screenshot', 'crossfade', 'zoompan'] as const

const launcher = join(import.meta.dirname, '../../../bin/framefarm')

export const framefarmRows: readonly BenchRow[] = methods.map((method) => ({
  id: method,
  label: `Framefarm, ${method}`,
  kind: 'framefarm',
  prepare: ({ folder, filmPath }) => {
    const outputPath = join(folder, `${method}.mp4`)
    const env = { ...process.env, FRAMEFARM_DATA: join(folder, 'data') }
    // On the processor, as all others: the limit is of x264.
    const flags = ['--method', method, '--encoder', 'cpu', '--no-cache', '--json']
    return Promise.resolve({ command: [process.execPath, launcher, 'render', filmPath, '-o', outputPath, ...flags], env, outputPath })
  },
}))
