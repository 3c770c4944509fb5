/** Hundredths of a second of a gating block and of the step to the next one (BS.1770-4: 400 ms, overlapping by 75 %). */
const block = 40
const step = 10
const absoluteGateLufs = -70
const relativeGateLu = -10

/**
 * Integrated loudness in LUFS, gated twice; null where nothing is louder than the absolute gate, and of less than 400 ms.
 * @param energies K-weighted mean square of all channels, for each hundredth of a second
 */
export function integratedLoudness(energies: Float64Array): number | null {
  const blocks: number[] = []
  for (let from = 0; from + block <= energies.length; from += step) blocks.push(mean(energies.subarray(from, from + block)))
  const audible = blocks.filter((energy) => lufsOf(energy) > absoluteGateLufs)
  if (audible.length === 0) return null
  const gate = lufsOf(mean(audible)) + relativeGateLu
  return lufsOf(mean(audible.filter((energy) => lufsOf(energy) > gate)))
}

function lufsOf(energy: number): number {
  return -0.691 + 10 * Math.log10(energy)
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0
  return sum / values.length
}
