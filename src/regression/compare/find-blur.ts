import type { Picture } from '../picture/picture.ts'
import type { Finding } from '../verdict.ts'
import { sourceOf } from './move-samples.ts'
import type { Motion } from './motion.ts'
import { channelOf, type Samples } from './samples.ts'
import { solveLinear } from './solve-linear.ts'

/** A change of sharpness that fits best. */
export type BlurChange = { readonly findings: readonly Finding[]; readonly predicted: Float32Array; readonly fit: number }

type Pair = { readonly baseline: Picture; readonly actual: Picture }
type Others = { readonly base: Float32Array; readonly motion: Motion | null }

/** Neighbours at these distances, in pixels: a blur of any shape is nearly a mixture of blurs over them. */
const reaches = [1, 2, 4]

/**
 * How much of the change is detail that was lost, or made stronger.
 * @param others what other models have made of the baseline
 */
export function findBlur(pair: Pair, samples: Samples, { base, motion }: Others): BlurChange {
  const losses = reaches.map((reach) => lossesOf(pair.baseline, samples, reach, motion))
  const rests = minus(samples.to, base)
  const matrix = losses.map((first) => losses.map((second) => dot(first, second)))
  const factors = solveLinear(
    matrix,
    losses.map((loss) => dot(loss, rests)),
  )
  const predicted = Float32Array.from(base)
  for (const [at, loss] of losses.entries()) addTimes(predicted, loss, factors[at] ?? 0)
  const before = losses[0] ?? rests
  const now = lossesOf(pair.actual, samples, 1, null)
  const ratio = Math.sqrt(dot(now, now) / Math.max(dot(before, before), 1e-9))
  const detail = `the finest detail has ${Math.round(ratio * 100)} % of its strength`
  const finding: Finding = ratio < 1 ? { kind: 'blurred', text: `blurred: ${detail}` } : { kind: 'sharpened', text: `sharpened: ${detail}` }
  const left = minus(samples.to, predicted)
  return { findings: [finding], predicted, fit: 1 - dot(left, left) / Math.max(dot(rests, rests), 1e-9) }
}

/** What a blur over neighbours at a distance would change at each sample. */
function lossesOf({ width, height, data }: Picture, { count, x, y }: Samples, reach: number, motion: Motion | null): Float32Array {
  const losses = new Float32Array(count * 3)
  for (let at = 0; at < count; at++) {
    const column = motion ? Math.round(sourceOf(x[at] ?? 0, motion.x, motion.centreX, motion.growth)) : (x[at] ?? 0)
    const row = motion ? Math.round(sourceOf(y[at] ?? 0, motion.y, motion.centreY, motion.growth)) : (y[at] ?? 0)
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0
      for (let down = -1; down <= 1; down++) {
        const line = Math.min(Math.max(row + down * reach, 0), height - 1) * width
        for (let right = -1; right <= 1; right++) {
          const pixel = line + Math.min(Math.max(column + right * reach, 0), width - 1)
          const weight = (down === 0 ? 2 : 1) * (right === 0 ? 2 : 1)
          sum += (weight / 16) * channelOf(data, pixel, channel)
        }
      }
      const middle = Math.min(Math.max(row, 0), height - 1) * width + Math.min(Math.max(column, 0), width - 1)
      losses[at * 3 + channel] = sum - channelOf(data, middle, channel)
    }
  }
  return losses
}

function minus(first: Float32Array, second: Float32Array): Float32Array {
  const out = new Float32Array(first.length)
  for (let at = 0; at < out.length; at++) out[at] = (first[at] ?? 0) - (second[at] ?? 0)
  return out
}

function addTimes(into: Float32Array, values: Float32Array, factor: number): void {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] ?? 0) + factor * (values[at] ?? 0)
}

function dot(first: Float32Array, second: Float32Array): number {
  let sum = 0
  for (let at = 0; at < first.length; at++) sum += (first[at] ?? 0) * (second[at] ?? 0)
  return sum
}
