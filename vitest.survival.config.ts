import { defineConfig } from 'vitest/config'

// `npm run test:survival`: farms of real processes, on both databases, that are killed, frozen and cut off. It takes minutes of waiting for
// workers to be missed, so it is apart from `npm test`. A farm outlives its tests; the last one looks at what is left behind.
export default defineConfig({
  test: {
    reporters: ['default', './test/setup/plain-reporter.ts'],
    include: ['test/survival/**/*.survival.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
