import { describe, expect, it } from 'vitest'
import { frameTicks, trackTimescale } from '../../src/encoder/time-scale.ts'

describe('trackTimescale', () => {
  it.each([
    ['24', 24, 1, 90_000],
    ['25', 25, 1, 90_000],
    ['30', 30, 1, 90_000],
    ['60', 60, 1, 90_000],
    ['30000/1001', 30_000, 1001, 90_000],
    ['60000/1001', 60_000, 1001, 120_000],
    ['24000/1001', 24_000, 1001, 96_000],
    ['7', 7, 1, 90_006],
  ])('at %s fps gives a frame a whole number of ticks', (_name, num, den, timescale) => {
    expect(trackTimescale({ num, den })).toBe(timescale)
    expect(frameTicks({ num, den })).toBe((timescale * den) / num)
    expect(Number.isInteger(frameTicks({ num, den }))).toBe(true)
  })

  it('does so at every rate that a film may have, within what MP4 can count', () => {
    const whole = Array.from({ length: 120 }, (_, index) => ({ num: index + 1, den: 1 }))
    const odd = [
      { num: 120_000, den: 1001 },
      { num: 9_999_999, den: 999_983 },
      { num: 9_999_991, den: 83_339 },
      { num: 999_999, den: 999_998 },
    ]
    for (const fps of [...whole, ...odd]) {
      expect(Number.isInteger(frameTicks(fps)), `${fps.num}/${fps.den}`).toBe(true)
      // 32 bits, of which FFmpeg takes 31
      expect(trackTimescale(fps)).toBeLessThan(2 ** 31)
      expect(trackTimescale(fps)).toBeGreaterThanOrEqual(90_000)
    }
  })
})
