import { describe, expect, it } from 'vitest'
import { easedProgress } from '../../src/plan/easing.ts'

describe('easedProgress', () => {
  // What Chromium 156 computes for the opacity of an animation from 0 to 1.
  it.each([
    ['linear', 0.25, 0.25],
    ['ease', 0.5, 0.8024],
    ['ease-in', 0.5, 0.3154],
    ['ease-out', 0.5, 0.6846],
    ['ease-in-out', 0.25, 0.1292],
    ['ease-in-out', 0.5, 0.5],
    ['cubic-bezier(0.42,0,.58,1)', 0.25, 0.1292],
    ['cubic-bezier(1, 0, 0, 1)', 0.4, 0.1114],
    ['cubic-bezier(0.2, 0.1, 0.1, 1)', 0.3, 0.6514],
  ])('of %s at %f is %f', (easing, time, progress) => {
    expect(easedProgress(easing, time)).toBeCloseTo(progress, 3)
  })

  it.each(['linear', 'ease', 'ease-in', 'ease-out', 'ease-in-out', 'cubic-bezier(1, 1, 0, 0)', 'cubic-bezier(0, 1, 0, 1)'])(
    'of %s starts at 0, ends at 1 and never goes back',
    (easing) => {
      const values = Array.from({ length: 101 }, (_, step) => easedProgress(easing, step / 100))
      expect(values[0]).toBeCloseTo(0, 9)
      expect(values.at(-1)).toBeCloseTo(1, 9)
      expect(values).toEqual(values.toSorted((a, b) => a - b))
    },
  )
})
