import { correlationAt } from './correlation.ts'
import { firstOfEqualPeaks, type Correlation } from './first-of-equal-peaks.ts'
import type { RawSamples } from './raw-samples.ts'
import { roughRate, roughSounds } from './rough-sound.ts'

/** How much later a sound is than another one, in samples, and how alike the two are then. */
export type SoundOffset = { readonly samples: number; readonly correlation: number }

/** Sounds are looked for within so many seconds of each other. */
const reachS = 2
/** So many pieces are held against the other sound, each the loudest of its part of the film. */
const pieces = { count: 12, seconds: 0.4 } as const
const roughLength = pieces.seconds * roughRate
/** Less than this is not the same sound. */
const leastCorrelation = 0.4
/** What goes together so well where it should is not looked for elsewhere. */
const surely = 0.95

/**
 * Finds by cross-correlation how much later one sound is: to a millisecond first, then to a sample.
 * @returns null where nothing of it was found
 */
export async function findOffset(baseline: RawSamples, actual: RawSamples): Promise<SoundOffset | null> {
  const rough = { baseline: await roughSounds(baseline), actual: await roughSounds(actual) }
  const starts = loudStarts(rough.baseline.wave)
  let best = await refined(baseline, actual, { starts, lag: 0 })
  // Where the wave says too little in a thousandth of a second, as of a high voice, its onsets say enough.
  for (const kind of ['wave', 'onsets'] as const) {
    if (best.correlation >= surely) break
    const lag = roughLag(rough.baseline[kind], rough.actual[kind], starts)
    if (lag === null) continue
    const other = await refined(baseline, actual, { starts, lag })
    if (other.correlation > best.correlation) best = other
  }
  return best.correlation < leastCorrelation ? null : best
}

function roughLag(baseline: Float32Array, actual: Float32Array, starts: readonly number[]): number | null {
  const reach = reachS * roughRate
  const [a, b] = [
    padded(baseline, { before: 0, after: roughLength }),
    padded(actual, { before: reach, after: baseline.length + reach + roughLength }),
  ]
  const found = correlations({ from: -reach, to: reach }, (lag) =>
    correlationAt(starts.map((at) => ({ a, b, at, length: roughLength, lag: lag + reach }))),
  )
  return firstOfEqualPeaks(found)?.lag ?? null
}

/** To the sample, around a lag in thousandths of a second. */
async function refined(
  baseline: RawSamples,
  actual: RawSamples,
  { starts, lag }: { readonly starts: readonly number[]; readonly lag: number },
): Promise<SoundOffset> {
  const step = baseline.sampleRate / roughRate
  const [middle, reach, length] = [Math.round(lag * step), Math.ceil(1.5 * step), Math.round(roughLength * step)]
  const full: { readonly a: Float32Array; readonly b: Float32Array }[] = []
  for (const start of starts) {
    const from = Math.round(start * step)
    const a = mono(await baseline.read(from, length), baseline.channels)
    full.push({ a, b: mono(await actual.read(from + middle - reach, length + 2 * reach), actual.channels) })
  }
  const found = correlations({ from: 0, to: 2 * reach }, (shift) => correlationAt(full.map((piece) => ({ ...piece, at: 0, length, lag: shift }))))
  // Of equal ones, as of silence, the one that moves nothing.
  const nearest = found.toSorted((a, b) => Math.abs(a.lag - reach) - Math.abs(b.lag - reach))
  const best = nearest.reduce((one, other) => (other.correlation > one.correlation ? other : one))
  return { samples: middle - reach + best.lag, correlation: best.correlation }
}

function correlations({ from, to }: { from: number; to: number }, of: (lag: number) => number): readonly Correlation[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ lag: from + index, correlation: of(from + index) }))
}

/** Thousandths of a second at which the loudest pieces begin, in their order. */
function loudStarts(rough: Float32Array): readonly number[] {
  const energies = Array.from({ length: Math.max(1, Math.floor(rough.length / roughLength)) }, (_, piece) =>
    rough.subarray(piece * roughLength, (piece + 1) * roughLength).reduce((sum, value) => sum + value * value, 0),
  )
  const parts = Math.min(pieces.count, energies.length)
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [Math.floor((part * energies.length) / parts), Math.floor(((part + 1) * energies.length) / parts)]
    const within = energies.slice(from, to)
    return (from + within.indexOf(Math.max(...within))) * roughLength
  })
}

/** With silence around it: values outside of an array are read a hundred times as slowly. */
function padded(values: Float32Array, { before, after }: { readonly before: number; readonly after: number }): Float32Array {
  const result = new Float32Array(before + values.length + after)
  result.set(values, before)
  return result
}

function mono(samples: Float32Array, channels: number): Float32Array {
  if (channels === 1) return samples
  const result = new Float32Array(samples.length / channels)
  for (let at = 0; at < samples.length; at++) {
    const index = Math.floor(at / channels)
    result[index] = (result[index] ?? 0) + (samples[at] ?? 0)
  }
  return result
}
