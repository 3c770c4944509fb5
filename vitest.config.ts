import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const cores = availableParallelism()

// Every program that tests start has a data folder of its own, and would compile its modules anew; users have them from the second run on.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/modules')

/** Files that measure time or memory, load all cores, or kill what they have started at a moment: beside another file they would see the load of that one. */
const alone = [
  'test/browser/page-faults.integration.test.ts',
  'test/cli/interrupted-render.integration.test.ts',
  'test/farm/busy-machine.visual.test.ts',
  'test/farm/draft-methods.integration.test.ts',
  'test/farm/interrupted-film.integration.test.ts',
  'test/farm/memory.integration.test.ts',
]

const shared = { setupFiles: ['test/setup/no-leaks.ts'] }
const real = { ...shared, testTimeout: 120_000, hookTimeout: 60_000 }

// One Chromium or FFmpeg after the other leaves a third of two cores idle: it is starting, or waits for a page.
const sideBySide = { ...real, exclude: alone, maxWorkers: Math.max(2, Math.floor(cores / 2)), sequence: { groupOrder: 1 } }

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/plain-reporter.ts'],
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.unit.test.ts'], maxWorkers: cores } },
      { test: { ...sideBySide, name: 'integration', include: ['test/**/*.integration.test.ts'] } },
      { test: { ...sideBySide, name: 'visual', include: ['test/**/*.visual.test.ts'] } },
      { test: { ...real, name: 'alone', include: alone, fileParallelism: false } },
    ],
  },
})
