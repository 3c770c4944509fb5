import { sampleChange } from './sample-change.ts'
import type { Samples } from './samples.ts'

/** Rounding of both pictures. */
const roundingLevels = 1
/** What a model may leave of a difference: this share of it, but no more than so many levels, nor less than rounding of both makes. */
const leftShare = 0.5
const mostLevels = 24
const leastLevels = 1.5

/**
 * How well a model of the change fits: of the samples that differ, or that the model says should, the share that it gets right.
 * Samples are counted, not their energy: a few strong edges that do not fit do not outweigh a picture that does.
 * What is neither changed nor near to a change is no evidence: a title may move over a photograph that stands still.
 * @param predicted what the model makes of the baseline, three values for each sample
 * @returns 0 to 1; 0 where hardly anything differs
 */
export function explainedShare(samples: Samples, predicted: Float32Array, isNear: (sample: number) => boolean): number {
  let [active, explained] = [0, 0]
  for (let sample = 0; sample < samples.count; sample++) {
    const { difference, change, rest } = sampleChange(samples, predicted, sample)
    if (difference <= roundingLevels && (change <= leastLevels || !isNear(sample))) continue
    active++
    if (rest <= Math.max(leastLevels, Math.min(mostLevels, leftShare * Math.max(difference, change)))) explained++
  }
  return active < 8 ? 0 : explained / active
}
