import { defineConfig } from 'vitest/config'

const shared = { setupFiles: ['test/setup/no-leaks.ts'] }

// Files that run Chromium and FFmpeg run one after the other: beside each other they would only wait for the same two cores.
const real = { ...shared, fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/plain-reporter.ts'],
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.unit.test.ts'] } },
      { test: { ...real, name: 'integration', include: ['test/**/*.integration.test.ts'] } },
      { test: { ...real, name: 'visual', include: ['test/**/*.visual.test.ts'] } },
    ],
  },
})
