import { describe, expect, it } from 'vitest'
import { rowFigures } from '../../src/bench/report/row-figures.ts'
import { ratiosOf, spreadOf } from '../../src/bench/report/statistics.ts'

const run = (round: number, seconds: number) => ({ round, seconds, framePathSeconds: null, cpuSeconds: seconds * 2, load: 0 })

describe('statistics of rounds', () => {
  it.each([
    [[3], { median: 3, min: 3, max: 3 }],
    [[5, 1, 3], { median: 3, min: 1, max: 5 }],
    [[4, 1, 2, 9], { median: 3, min: 1, max: 9 }],
  ])('of %j are median and range', (values, spread) => {
    expect(spreadOf(values)).toEqual(spread)
  })

  it('are none where one measurement could not be taken', () => {
    expect(spreadOf([])).toBeNull()
    expect(spreadOf([1, null])).toBeNull()
  })

  it('have ratios of the same round, so that a slow round counts on both sides', () => {
    expect(ratiosOf([4, 8, 6], [2, 4, null])).toEqual([2, 2, null])
  })

  it('leave out the first round', () => {
    const figures = rowFigures([run(0, 90), run(1, 4), run(2, 6)], [run(0, 50), run(1, 2), run(2, 2)], { frames: 240, bytes: 7 })
    expect(figures).toEqual({
      seconds: { median: 5, min: 4, max: 6 },
      ratio: { median: 2.5, min: 2, max: 3 },
      cpuSeconds: { median: 10, min: 8, max: 12 },
      framePathSeconds: null,
      framesPerSecond: 48,
      bytes: 7,
    })
  })
})
