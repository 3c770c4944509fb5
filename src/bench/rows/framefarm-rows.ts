import { join } from 'node:path'
import type { BenchRow } from './row.ts'

/** Of `framefarm render --method`. One that this version does not have is shown as not available. */
const methods = ['layers', 'stream', 'screenshot', 'crossfade', 'zoompan'] as const

const launcher = join(import.meta.dirname, '../../../bin/framefarm')
/** The sources run as they are; the published package has JavaScript. */
const renderLive = join(import.meta.dirname, `../live/render-live.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`)

export const framefarmRows: readonly BenchRow[] = methods.map((method) => ({
  id: method,
  label: `Framefarm, ${method}`,
  kind: 'framefarm',
  prepare: ({ scene, folder, filmPath }) => {
    const outputPath = join(folder, `${method}.mp4`)
    const dataFolder = join(folder, 'data')
    const env = { ...process.env, FRAMEFARM_DATA: dataFolder }
    if (scene.kind === 'live') {
      // What the launcher would set for itself.
      const settings = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144', NODE_COMPILE_CACHE: join(dataFolder, 'modules') }
      return Promise.resolve({ command: [process.execPath, renderLive, filmPath, outputPath, method], env: { ...settings, ...env }, outputPath })
    }
    // On the processor, as all others: the limit is of x264.
    const flags = ['--method', method, '--encoder', 'cpu', '--no-cache', '--json']
    return Promise.resolve({ command: [process.execPath, launcher, 'render', filmPath, '-o', outputPath, ...flags], env, outputPath })
  },
}))
