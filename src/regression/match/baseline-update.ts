/** What may be written where baselines lie: nothing, those that are not there, or also those that differ. The words are vitest's. */
export type BaselineUpdate = 'none' | 'new' | 'all'

/**
 * What a test run wants where no test framework says it: `node --test --test-update-snapshots` writes all; on CI, where nobody would look at a
 * new baseline, nothing is written.
 */
export function updateOfProcess(): BaselineUpdate {
  if (process.execArgv.includes('--test-update-snapshots')) return 'all'
  const ci = process.env['CI'] ?? ''
  return ci === '' || ci === 'false' || ci === '0' ? 'new' : 'none'
}
