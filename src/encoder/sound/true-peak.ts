/** Taps on each side of the place between two samples. */
const reach = 12
/** Places between two samples at which the wave is computed, as BS.1770-4 asks at 48 kHz. */
const between = [0.25, 0.5, 0.75]
const kernels = between.map((place) => Float64Array.from({ length: 2 * reach }, (_, tap) => windowedSinc(tap - reach + 1 - place)))
/**
 * How far, at most, the wave goes out between samples of such a size: a sine at a quarter of the sample rate does so by 1.41. Only what is made for
 * the purpose goes further, and its samples are large as well.
 */
const largestGrowth = 1.5
/** Samples that are looked at together; not shorter than the reach. */
const group = 16

function windowedSinc(x: number): number {
  const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (reach + 1))
  return x === 0 ? 1 : (Math.sin(Math.PI * x) / (Math.PI * x)) * window
}

/**
 * The largest values of the wave that one channel's samples describe, also between the samples.
 * `found(index, peak)` is called for each group of samples; places that lie between two groups belong to the first.
 * Groups around which every sample is so small that no place can reach `floor` are told by their samples alone.
 * @param samples with `margin` more samples before and after those that are looked at
 */
export function findPeaks(samples: Float32Array, floor: () => number, found: (index: number, peak: number) => void): void {
  const groups = samples.length / group
  const largest = Float64Array.from({ length: groups }, (_, index) => largestIn(samples, index * group))
  for (let index = 1; index < groups - 1; index++) {
    const around = Math.max(largest[index - 1] ?? 0, largest[index] ?? 0, largest[index + 1] ?? 0)
    const here = largest[index] ?? 0
    found(index - 1, around * largestGrowth > floor() ? Math.max(here, peakBetween(samples, index * group)) : here)
  }
}

function largestIn(samples: Float32Array, from: number): number {
  let largest = 0
  for (let at = from; at < from + group; at++) largest = Math.max(largest, Math.abs(samples[at] ?? 0))
  return largest
}

function peakBetween(samples: Float32Array, from: number): number {
  let peak = 0
  for (const kernel of kernels) {
    for (let at = from; at < from + group; at++) {
      let sum = 0
      for (let tap = 0, read = at - reach + 1; tap < 2 * reach; tap++, read++) sum += kernel[tap]! * samples[read]!
      peak = Math.max(peak, Math.abs(sum))
    }
  }
  return peak
}

export const peakGroup = group
