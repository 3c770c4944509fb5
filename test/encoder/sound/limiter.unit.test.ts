import { describe, expect, it } from 'vitest'
import { limiterGainAt, limiterGains } from '../../../src/encoder/sound/limiter.ts'

const rate = 48_000
const quiet = (spans: number) => new Float32Array(spans).fill(0.2)

describe('the limiter', () => {
  it('does nothing where no peak is above the ceiling', () => {
    expect(limiterGains(quiet(100), 0.2001, rate)).toBeNull()
  })

  it('holds every peak at the ceiling, at every sample of its span', () => {
    const peaks = quiet(2000)
    for (const [index, peak] of [
      [0, 1],
      [700, 0.9],
      [701, 2],
      [703, 0.6],
      [1999, 1.5],
    ] as const)
      peaks[index] = peak
    const gains = limiterGains(peaks, 0.5, rate) ?? new Float32Array()
    peaks.forEach((peak, span) => {
      for (let sample = span * 64; sample < (span + 1) * 64; sample++) expect(peak * limiterGainAt(gains, sample)).toBeLessThanOrEqual(0.5 + 1e-6)
    })
  })

  it('is down only around a peak: 6 dB come in 5 ms, and go in 100 ms', () => {
    const peaks = quiet(1000)
    peaks[500] = 1
    const gains = limiterGains(peaks, 0.5, rate) ?? new Float32Array()
    const gainAt = (ms: number) => limiterGainAt(gains, 500 * 64 + 32 + ms * 48)
    expect(gainAt(0)).toBeCloseTo(0.5, 3)
    expect(gainAt(-8)).toBe(1)
    expect(gainAt(40)).toBeLessThan(0.8)
    expect(gainAt(110)).toBeCloseTo(1, 3)
  })

  it('takes no step: between two samples the gain hardly changes', () => {
    const peaks = quiet(1000)
    peaks[500] = 4
    const gains = limiterGains(peaks, 0.5, rate) ?? new Float32Array()
    for (let sample = 1; sample < 64_000; sample++) {
      expect(Math.abs(limiterGainAt(gains, sample) - limiterGainAt(gains, sample - 1))).toBeLessThan(0.0035)
    }
  })
})
