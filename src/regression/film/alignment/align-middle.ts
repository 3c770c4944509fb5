import { median } from '../median.ts'
import { distance, type Thumbnails } from './thumbnails.ts'

/** A frame of both films, of the baseline alone, or of the film alone. */
export type Step = 'pair' | 'missing' | 'extra'

/** `to` excluded. */
type Span = { readonly from: number; readonly to: number }

/** A jump costs as much as so many levels of difference: less than any jump that can be seen in a film that moves gains. */
const jump = 0.4
/** Each frame of it, beyond what coding does to a frame: leaving two frames out has to cost more than taking them for one that was coded anew. */
const further = 0.03
/** Beyond this and twice what coding does, two frames have nothing to do with each other, however much they differ. */
const strangers = 3
/** Films are searched for each other within so many seconds. */
const searchS = 4
/** Values that are compared at most; the search is narrowed for it. */
const mostWork = 6e9

/** Frames of the baseline in which it is looked up what coding does. */
const samples = 24
/** It does no more than this; where frames are further from all others, they were changed. */
const mostNoise = 1

const impossible = Number.POSITIVE_INFINITY
const ways = ['pair', 'missing', 'extra'] as const

/**
 * The cheapest way through both spans, by dynamic programming with affine costs of gaps (Gotoh 1982) within a band around the diagonal.
 * @returns steps from the first frames to the last
 */
export function alignMiddle(
  baseline: Thumbnails,
  actual: Thumbnails,
  spans: { readonly baseline: Span; readonly actual: Span },
  fps: number,
): readonly Step[] {
  const [rows, columns] = [spans.baseline.to - spans.baseline.from, spans.actual.to - spans.actual.from]
  if (rows === 0 || columns === 0) {
    return [...Array.from({ length: rows }, () => 'missing' as const), ...Array.from({ length: columns }, () => 'extra' as const)]
  }
  const reach = Math.max(4, Math.min(Math.ceil(searchS * fps), Math.floor(mostWork / (2 * rows * strideLength(baseline)))))
  const low = Math.min(0, columns - rows) - reach
  const width = Math.abs(columns - rows) + 2 * reach + 1
  const differenceOf = (row: number, column: number) => distance(baseline, spans.baseline.from + row - 1, actual, spans.actual.from + column - 1)
  const noise = Math.min(mostNoise, noiseIn({ rows, columns, low, width }, differenceOf))
  const band: Band = { rows, columns, low, width, frameCost: further + noise }
  return trace(
    filledTable(band, (row, column) => Math.min(strangers + 2 * noise, differenceOf(row, column))),
    band,
  )
}

function strideLength({ data, count }: Thumbnails): number {
  return data.length / Math.max(1, count)
}

type Place = { readonly rows: number; readonly columns: number; /** First column of row 0. */ readonly low: number; readonly width: number }
type Band = Place & { /** Of a frame that is left out. */ readonly frameCost: number }
type CostOf = (row: number, column: number) => number

/** How much a frame differs from the one that it was: the least difference in its part of the band, of most frames. */
function noiseIn({ rows, columns, low, width }: Place, costOf: CostOf): number {
  const picked = [...new Set(Array.from({ length: samples }, (_, index) => 1 + Math.floor(((index + 0.5) * rows) / samples)))]
  return median(
    picked.map((row) => {
      const [from, to] = [Math.max(1, row + low), Math.min(columns, row + low + width - 1)]
      return Math.min(...Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => costOf(row, from + index)))
    }),
  )
}

/** By which step each of the three states of each cell was come to. */
type Origins = Readonly<Record<Step, Uint8Array>>

type Row = Record<Step, Float64Array>

function filledTable(band: Band, costOf: CostOf): { origins: Origins; end: Step } {
  const { rows, columns, low, width, frameCost } = band
  const size = (rows + 1) * width
  const origins: Origins = { pair: new Uint8Array(size), missing: new Uint8Array(size), extra: new Uint8Array(size) }
  let above = emptyRow(width)
  for (let row = 0; row <= rows; row++) {
    const here = emptyRow(width)
    for (let cell = 0; cell < width; cell++) {
      const column = row + low + cell
      if (column < 0 || column > columns) continue
      const at = row * width + cell
      if (row === 0 && column === 0) {
        here.pair[cell] = 0
        continue
      }
      // A row further down begins a column further right: above a cell is the next one, left above it the same.
      if (row > 0 && column > 0) keep('pair', { from: above, cell, cost: costOf(row, column) })
      if (row > 0 && cell + 1 < width) keep('missing', { from: above, cell: cell + 1, cost: 0 })
      if (column > 0 && cell > 0) keep('extra', { from: here, cell: cell - 1, cost: 0 })
      function keep(step: Step, move: { from: Row; cell: number; cost: number }): void {
        const [cost, origin] = cheapest(step, move, frameCost)
        here[step][cell] = cost
        origins[step][at] = origin
      }
    }
    above = here
  }
  const last = columns - rows - low
  const ends = ways.toSorted((a, b) => (above[a][last] ?? impossible) - (above[b][last] ?? impossible))
  return { origins, end: ends[0] ?? 'pair' }
}

function cheapest(step: Step, { from, cell, cost }: { from: Row; cell: number; cost: number }, frameCost: number): readonly [number, number] {
  let [best, origin] = [impossible, 0]
  for (let index = 0; index < ways.length; index++) {
    const way = ways[index] ?? 'pair'
    const price = step === 'pair' ? cost : way === step ? frameCost : jump + frameCost
    const total = (from[way][cell] ?? impossible) + price
    if (total < best) [best, origin] = [total, index]
  }
  return [best, origin]
}

function emptyRow(width: number): Row {
  const cells = () => new Float64Array(width).fill(impossible)
  return { pair: cells(), missing: cells(), extra: cells() }
}

function trace({ origins, end }: { origins: Origins; end: Step }, { rows, columns, low, width }: Band): readonly Step[] {
  const steps: Step[] = []
  let [row, column, step] = [rows, columns, end]
  while (row > 0 || column > 0) {
    const origin = origins[step][row * width + (column - row - low)] ?? 0
    steps.push(step)
    if (step !== 'extra') row--
    if (step !== 'missing') column--
    step = ways[origin] ?? 'pair'
  }
  return steps.toReversed()
}
