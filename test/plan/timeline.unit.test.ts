import { describe, expect, it } from 'vitest'
import { durationOf, frameTimeMs, sceneRanges } from '../../src/plan/timeline.ts'

const ntsc = { num: 30000, den: 1001 }

describe('sceneRanges', () => {
  it('gives each scene whole frames, one scene after the other', () => {
    expect(sceneRanges([8, 8, 4], { num: 30, den: 1 })).toEqual([
      { from: 0, to: 240 },
      { from: 240, to: 480 },
      { from: 480, to: 600 },
    ])
  })

  it('does not let roundings add up at 30000/1001', () => {
    const ranges = sceneRanges(
      Array.from({ length: 1000 }, () => 3.337),
      ntsc,
    )
    expect(ranges.at(-1)?.to).toBe(Math.round((3337 * 30000) / 1001))
    for (const [index, { from }] of ranges.entries()) expect(Math.abs(from - (index * 3.337 * 30000) / 1001)).toBeLessThanOrEqual(0.5001)
  })

  it('is not led astray by sums of decimal fractions', () => {
    // 0.1 + 0.2 is 0.30000000000000004; at 5 fps the border lies at 1.5 frames exactly.
    expect(sceneRanges([0.1, 0.2, 0.4], { num: 5, den: 1 })[1]?.to).toBe(sceneRanges([0.3, 0.4], { num: 5, den: 1 })[0]?.to)
  })
})

describe('frameTimeMs', () => {
  it('is exact after an hour at 30000/1001', () => {
    expect(frameTimeMs(107_892, ntsc)).toBeCloseTo((107_892 * 1001) / 30, 9)
    expect(durationOf(30000, ntsc)).toBe(1001)
  })
})
