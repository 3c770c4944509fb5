import { peakSpan } from './sound-meter.ts'

/** In dB a second: 6 dB take 5 ms down, unheard before the peak that they are for, and 100 ms up again. */
const fallDb = 1200
const riseDb = 60

/**
 * A gain for each `peakSpan` samples, such that no peak is above the ceiling; null where none would be anyway. It knows the peaks beforehand, and
 * goes down before them at a steady pace. Gains in between lie on straight lines from the middle of one span to the next.
 * @param peaks linear, as they would be without it
 */
export function limiterGains(peaks: Float32Array, ceiling: number, sampleRate: number): Float32Array | null {
  if (peaks.every((peak) => peak <= ceiling)) return null
  const wanted = peaks.map((peak) => (peak > ceiling ? ceiling / peak : 1))
  // A line to a neighbour reaches half into it, so each span also keeps to what its neighbours want.
  const gains = wanted.map((gain, index) => Math.min(wanted[index - 1] ?? 1, gain, wanted[index + 1] ?? 1))
  const stepOf = (dbOfSecond: number) => 10 ** ((dbOfSecond * peakSpan) / sampleRate / 20)
  const [fall, rise] = [stepOf(fallDb), stepOf(riseDb)]
  for (let index = 1; index < gains.length; index++) gains[index] = Math.min(gains[index] ?? 1, (gains[index - 1] ?? 1) * rise)
  for (let index = gains.length - 2; index >= 0; index--) gains[index] = Math.min(gains[index] ?? 1, (gains[index + 1] ?? 1) * fall)
  return gains
}

/** The gain at a sample of the film. */
export function limiterGainAt(gains: Float32Array, sample: number): number {
  const place = (sample + 0.5) / peakSpan - 0.5
  const index = Math.floor(place)
  const before = gains[Math.max(0, index)] ?? 1
  const after = gains[index + 1] ?? before
  return before + (after - before) * (place - index)
}
