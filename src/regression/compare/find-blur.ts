import type { Picture } from '../picture/picture.ts'
import type { Finding } from '../verdict.ts'
import { sourceColumn, sourceOf, sourceRow, type Motion } from './motion.ts'
import { channelOf, type Samples } from './samples.ts'
import { solveLinear } from './solve-linear.ts'

/** A change of sharpness that fits best. */
export type BlurChange = {
  /** None where the finest detail is no weaker or stronger than chance makes it: the picture is elsewhere, or another one. */
  readonly findings: readonly Finding[]
  readonly predicted: Float32Array
  /** How much of each blur is in it. */
  readonly factors: readonly number[]
  readonly fit: number
}

type Pair = { readonly baseline: Picture; readonly actual: Picture }
type Others = { readonly base: Float32Array; readonly motion: Motion | null }

/** Neighbours at these distances, in pixels: a blur of any shape is nearly a mixture of blurs over them. */
const reaches = [1, 2, 4]
/** Standard deviations; neighbours and channels are alike, so that chance makes some of them. */
const clearScatter = 5

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
  const predicted = withLosses(base, losses, factors)
  const before = losses[0] ?? rests
  const now = lossesOf(pair.actual, samples, 1, null)
  const { ratio, isClear } = strengthOf(before, now)
  const detail = `the finest detail has ${Math.round(ratio * 100)} % of its strength`
  const finding: Finding = ratio < 1 ? { kind: 'blurred', text: `blurred: ${detail}` } : { kind: 'sharpened', text: `sharpened: ${detail}` }
  const left = minus(samples.to, predicted)
  return { findings: isClear ? [finding] : [], predicted, factors, fit: 1 - dot(left, left) / Math.max(dot(rests, rests), 1e-9) }
}

/** The same change of sharpness at other samples. */
export function blurSamples(baseline: Picture, samples: Samples, { base, motion, factors }: Others & Pick<BlurChange, 'factors'>): Float32Array {
  const losses = reaches.map((reach) => lossesOf(baseline, samples, reach, motion))
  return withLosses(base, losses, factors)
}

function withLosses(base: Float32Array, losses: readonly Float32Array[], factors: readonly number[]): Float32Array {
  const changed = Float32Array.from(base)
  for (const [at, loss] of losses.entries()) addTimes(changed, loss, factors[at] ?? 0)
  return changed
}

/**
 * How much detail there is now, as a part of what there was.
 * Detail that has only moved is weaker here and stronger there, and what that leaves of the whole is chance.
 */
function strengthOf(before: Float32Array, now: Float32Array): { readonly ratio: number; readonly isClear: boolean } {
  const [energyBefore, energyNow] = [dot(before, before), dot(now, now)]
  let scatter = 0
  for (let at = 0; at < before.length; at++) scatter += ((now[at] ?? 0) ** 2 - (before[at] ?? 0) ** 2) ** 2
  const ratio = Math.sqrt(energyNow / Math.max(energyBefore, 1e-9))
  const isClear = Math.abs(energyNow - energyBefore) > clearScatter * Math.sqrt(scatter)
  return { ratio, isClear: isClear && Math.round(ratio * 100) !== 100 }
}

/** What a blur over neighbours at a distance would change at each sample. */
function lossesOf({ width, height, data }: Picture, { count, x, y }: Samples, reach: number, motion: Motion | null): Float32Array {
  const losses = new Float32Array(count * 3)
  const source = motion && sourceOf(motion)
  for (let at = 0; at < count; at++) {
    const [placeX, placeY] = [x[at] ?? 0, y[at] ?? 0]
    const column = source ? Math.round(sourceColumn(source, placeX, placeY)) : placeX
    const row = source ? Math.round(sourceRow(source, placeX, placeY)) : placeY
    let red = 0
    let green = 0
    let blue = 0
    for (let down = -1; down <= 1; down++) {
      const line = Math.min(Math.max(row + down * reach, 0), height - 1) * width
      for (let right = -1; right <= 1; right++) {
        const byte = (line + Math.min(Math.max(column + right * reach, 0), width - 1)) * 4
        const weight = ((down === 0 ? 2 : 1) * (right === 0 ? 2 : 1) * (data[byte + 3] ?? 0)) / (16 * 255)
        red += weight * (data[byte] ?? 0)
        green += weight * (data[byte + 1] ?? 0)
        blue += weight * (data[byte + 2] ?? 0)
      }
    }
    const middle = Math.min(Math.max(row, 0), height - 1) * width + Math.min(Math.max(column, 0), width - 1)
    losses[at * 3] = red - channelOf(data, middle, 0)
    losses[at * 3 + 1] = green - channelOf(data, middle, 1)
    losses[at * 3 + 2] = blue - channelOf(data, middle, 2)
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
