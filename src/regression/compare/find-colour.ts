import type { Finding } from '../verdict.ts'
import { colourMistakes, type ColourMap } from './colour-mistakes.ts'
import type { Samples } from './samples.ts'
import { solveLinear } from './solve-linear.ts'

/** A change of colour that fits. */
export type ColourChange = {
  readonly findings: readonly Finding[]
  readonly map: ColourMap
  /** Three values for each sample. */
  readonly predicted: Float32Array
  readonly share: number
  /** How much a channel has changed on average, up or down, in levels; of the one that has changed most. */
  readonly levels: number
}

/** How much of the change is right in what a model predicts. */
export type ShareOf = (predicted: Float32Array) => number

/** What has a name is told by it unless a free fit is better by more than this share. */
const preference = 0.03
/** With twelve numbers to choose, much can be fitted that is no change of colour. */
const leastFitted = 0.9

/**
 * The change of colour that fits best: a mistake that has a name, the same shift everywhere, or any linear one.
 * @param base what the other models have made of the baseline; `samples.from` where there are none
 */
export function findColour(samples: Samples, base: Float32Array, shareOf: ShareOf): ColourChange {
  const change = (map: ColourMap, findings: readonly Finding[]): ColourChange => {
    const predicted = mapColours(base, map)
    return { findings, map, predicted, share: shareOf(predicted), levels: Math.max(...meanChange(base, predicted, Math.abs)) }
  }
  const shift = medianShift(samples, base)
  const identity = [0, 1, 2].map((row) => [0, 1, 2].map((column) => (row === column ? 1 : 0)))
  const shifted = identity.map(([red = 0, green = 0, blue = 0], row) => [red, green, blue, shift[row] ?? 0] as const)
  const named = [change(shifted, [shiftFinding(shift)])]
  named.push(...colourMistakes.map(({ map, findings }) => change(map, findings)))
  const best = named.reduce((most, each) => (each.share > most.share ? each : most))
  if (best.share + preference >= 1) return best
  const fitted = change(fittedMap(samples, base), [])
  if (fitted.share < leastFitted || fitted.share <= best.share + preference) return best
  const text = `colours changed, on average by ${shiftText(meanChange(base, fitted.predicted))}`
  return { ...fitted, findings: [{ kind: 'colour', text }] }
}

/** @param levels of red, green and blue */
export function shiftFinding(levels: readonly number[]): Finding {
  return { kind: 'colour', text: `colour shifted by ${shiftText(levels)}` }
}

/** The loop runs a hundred times for a pair of pictures: the map is taken apart before it. */
export function mapColours(colours: Float32Array, map: ColourMap): Float32Array {
  const out = new Float32Array(colours.length)
  for (const [channel, [ofRed, ofGreen, ofBlue, constant]] of map.entries()) {
    for (let at = 0; at < colours.length; at += 3) {
      const value = ofRed * (colours[at] ?? 0) + ofGreen * (colours[at + 1] ?? 0) + ofBlue * (colours[at + 2] ?? 0) + constant
      out[at + channel] = Math.min(255, Math.max(0, value))
    }
  }
  return out
}

/** Of each channel; the median, so that what has changed otherwise in a part of the picture does not count. */
function medianShift({ to, count }: Samples, base: Float32Array): readonly number[] {
  return [0, 1, 2].map((channel) => {
    const differences = new Float32Array(count)
    for (let at = 0; at < count; at++) differences[at] = (to[at * 3 + channel] ?? 0) - (base[at * 3 + channel] ?? 0)
    return differences.toSorted()[count >> 1] ?? 0
  })
}

function meanChange(base: Float32Array, predicted: Float32Array, of = (change: number) => change): readonly number[] {
  return [0, 1, 2].map((channel) => {
    let sum = 0
    for (let at = channel; at < base.length; at += 3) sum += of((predicted[at] ?? 0) - (base[at] ?? 0))
    return sum / Math.max(1, base.length / 3)
  })
}

/** By least squares over all samples, then again over those that fitted. */
function fittedMap(samples: Samples, base: Float32Array): ColourMap {
  const first = leastSquares(samples, base, null)
  return leastSquares(samples, base, mapColours(base, first))
}

function leastSquares({ to, count }: Samples, base: Float32Array, before: Float32Array | null): ColourMap {
  const matrix = Array.from({ length: 4 }, () => [0, 0, 0, 0])
  const right = Array.from({ length: 3 }, () => [0, 0, 0, 0])
  for (let at = 0; at < count * 3; at += 3) {
    if (before && restOf(to, before, at) > 6) continue
    const row = [base[at] ?? 0, base[at + 1] ?? 0, base[at + 2] ?? 0, 1]
    for (let i = 0; i < 4; i++) {
      const value = row[i] ?? 0
      const line = matrix[i] ?? []
      for (let j = 0; j < 4; j++) line[j] = (line[j] ?? 0) + value * (row[j] ?? 0)
      for (let channel = 0; channel < 3; channel++) {
        const sums = right[channel] ?? []
        sums[i] = (sums[i] ?? 0) + value * (to[at + channel] ?? 0)
      }
    }
  }
  return right.map((sums) => {
    const [red = 0, green = 0, blue = 0, constant = 0] = solveLinear(matrix, sums)
    return [red, green, blue, constant] as const
  })
}

function restOf(to: Float32Array, predicted: Float32Array, at: number): number {
  let most = 0
  for (let channel = at; channel < at + 3; channel++) most = Math.max(most, Math.abs((to[channel] ?? 0) - (predicted[channel] ?? 0)))
  return most
}

const channelNames = ['red', 'green', 'blue']

/** `+2 red, -1.5 blue` */
function shiftText(levels: readonly number[]): string {
  const parts = levels.flatMap((value, channel) => {
    const rounded = Math.round(value * 10) / 10
    return rounded === 0 ? [] : [`${rounded > 0 ? '+' : ''}${rounded} ${channelNames[channel] ?? ''}`]
  })
  return parts.length === 0 ? '0' : parts.join(', ')
}
