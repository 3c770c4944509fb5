import { describe, expect, it } from 'vitest'
import { integratedLoudness } from '../../../src/encoder/sound/integrated-loudness.ts'
import { SoundMeter, type SoundMeasure } from '../../../src/encoder/sound/sound-meter.ts'

type Wave = (index: number) => number

/** Measures a wave on each of some channels, given in blocks of a length. */
function measure(waves: readonly Wave[], { sampleRate = 48_000, seconds = 5, block = 16_384 } = {}): SoundMeasure {
  const channels = waves.length
  const samples = Math.round(seconds * sampleRate)
  const meter = new SoundMeter({ sampleRate, channels, samples, exactWithinDb: 12 })
  for (let at = 0; at < samples; at += block) {
    const length = Math.min(block, samples - at)
    meter.add(Float32Array.from({ length: length * channels }, (_, index) => waves[index % channels]?.(at + Math.floor(index / channels)) ?? 0))
  }
  return meter.finish()
}

const sine =
  (hertz: number, decibels: number, sampleRate = 48_000, phase = 0): Wave =>
  (index) =>
    10 ** (decibels / 20) * Math.sin((2 * Math.PI * hertz * index) / sampleRate + phase)

describe('integrated loudness', () => {
  it.each([32_000, 44_100, 48_000, 96_000])('of the sine of EBU Tech 3341, -23 dB on both channels at %d Hz, is -23 LUFS', (sampleRate) => {
    const wave = sine(1000, -23, sampleRate)
    expect(integratedLoudness(measure([wave, wave], { sampleRate, seconds: 20 }).energies)).toBeCloseTo(-23, 1)
  })

  it('of one channel alone is 3 dB less', () => {
    expect(integratedLoudness(measure([sine(1000, -23)]).energies)).toBeCloseTo(-26, 1)
  })

  it('leaves out what is 10 LU quieter than the rest, as in test 3 of EBU Tech 3341', () => {
    const loud = sine(1000, -23)
    const soft = sine(1000, -36)
    const wave: Wave = (index) => (index < 10 * 48_000 || index >= 30 * 48_000 ? soft(index) : loud(index))
    expect(Math.abs((integratedLoudness(measure([wave, wave], { seconds: 40 }).energies) ?? 0) + 23)).toBeLessThan(0.1)
  })

  it('of low notes is less than of high ones at the same level', () => {
    const of = (hertz: number) => integratedLoudness(measure([sine(hertz, -20)]).energies) ?? NaN
    expect(of(30)).toBeLessThan(of(1000) - 5)
    expect(of(8000)).toBeGreaterThan(of(1000) + 2)
  })

  it('of silence is none', () => {
    expect(integratedLoudness(measure([() => 0]).energies)).toBeNull()
  })

  it('is the same however the sound is cut into blocks', () => {
    const wave = sine(441, -12)
    const whole = measure([wave, wave], { seconds: 2.5, block: 1e9 })
    for (const block of [16, 4096, 16_384]) {
      const cut = measure([wave, wave], { seconds: 2.5, block })
      expect(cut.truePeak).toBeCloseTo(whole.truePeak, 12)
      expect(integratedLoudness(cut.energies)).toBeCloseTo(integratedLoudness(whole.energies) ?? NaN, 9)
    }
  })
})

describe('the true peak', () => {
  it('is found between the samples: a sine at a quarter of the rate, sampled beside its peaks', () => {
    const wave = sine(12_000, -6, 48_000, Math.PI / 4)
    const { truePeak, peaks } = measure([wave])
    // EBU Tech 3341 allows a meter so much.
    expect(20 * Math.log10(truePeak)).toBeGreaterThan(-6.4)
    expect(20 * Math.log10(truePeak)).toBeLessThan(-5.8)
    // Every sample is 3 dB lower.
    expect(Math.max(...Array.from({ length: 100 }, (_, index) => Math.abs(wave(index))))).toBeLessThan(0.36)
    expect(peaks.length).toBe(Math.ceil((5 * 48_000) / 64))
  })

  it('of a wave far below the rate is that of its samples', () => {
    expect(20 * Math.log10(measure([sine(997, -1)]).truePeak)).toBeCloseTo(-1, 2)
  })

  it('is kept for the span in which it lies, also in the last one', () => {
    const click =
      (place: number): Wave =>
      (index) =>
        index === place ? 0.5 : 0
    for (const place of [0, 63, 64, 16_383, 16_384, 4799]) {
      const { peaks } = measure([click(place)], { seconds: place < 4800 ? 0.1 : 1 })
      expect(peaks[Math.floor(place / 64)]).toBeGreaterThanOrEqual(0.5)
    }
  })
})
