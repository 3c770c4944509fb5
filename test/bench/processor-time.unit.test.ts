import { describe, expect, it } from 'vitest'
import { parseStat } from '../../src/bench/timing/process-times.ts'
import { treeTicks } from '../../src/bench/timing/tree-ticks.ts'

describe('the processor time of a command', () => {
  it('is read from /proc, whatever the name of the program', () => {
    const stat = '71 (tab) R (x) S 70 69 68 0 -1 4194560 900 800 0 0 120 30 11 4 20 0 9 0 5555 1000 200 1844 1 1'
    expect(parseStat(stat)).toEqual({ pid: 71, parent: 70, group: 69, session: 68, ownTicks: 150, waitedTicks: 15, startTicks: 5555 })
  })

  it('is that of all its processes, by whichever way knows more', () => {
    const root = { pid: 10, parent: 1, ownTicks: 100, waitedTicks: 5 }
    const seen = { pid: 11, parent: 10, ownTicks: 40, waitedTicks: 0 }
    // Two children came and went between samples: the parent has waited for more than was seen.
    expect(treeTicks([{ ...root, waitedTicks: 60 }, seen], 10, 0)).toBe(161)
    // One was killed with its parent: only the samples know of it.
    expect(treeTicks([root, seen], 10, 102)).toBe(142)
    // The last moments are known by us, who have waited for the command.
    expect(treeTicks([root, seen], 10, 150)).toBe(150)
    // One whose parent was never seen, found by its mark.
    expect(treeTicks([root, seen, { pid: 30, parent: 1, ownTicks: 7, waitedTicks: 0 }], 10, 150)).toBe(158)
  })
})
