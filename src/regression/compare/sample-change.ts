import type { Samples } from './samples.ts'

/** In levels, of the channel where it is most. */
export type SampleChange = {
  readonly difference: number
  /** By a model of the change. */
  readonly change: number
  /** What the model does not make of the baseline. */
  readonly rest: number
}

/** @param predicted what the model makes of the baseline, three values for each sample */
export function sampleChange({ from, to }: Samples, predicted: Float32Array, sample: number): SampleChange {
  let [difference, change, rest] = [0, 0, 0]
  for (let at = sample * 3; at < sample * 3 + 3; at++) {
    const before = from[at] ?? 0
    const now = to[at] ?? 0
    const model = predicted[at] ?? 0
    difference = Math.max(difference, Math.abs(now - before))
    change = Math.max(change, Math.abs(model - before))
    rest = Math.max(rest, Math.abs(now - model))
  }
  return { difference, change, rest }
}
