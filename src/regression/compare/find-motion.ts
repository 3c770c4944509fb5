import { largestMove, sourceColumn, sourceOf, sourceRow, type Motion } from './motion.ts'
import { PlaneSampler } from './plane-sampler.ts'
import { halvedMask, nearPx, type PixelMask } from './near-changes.ts'
import { halvedPlane, type Plane } from './plane.ts'
import { solveLinear } from './solve-linear.ts'

type Pair = {
  readonly from: Plane
  readonly to: Plane
  /** What is looked at, in squares of so many pixels. */
  readonly near: PixelMask
  readonly nearPx: number
}
/** Contrast and brightness of the picture may have changed beside its place; they are found along with it, and then forgotten. */
type State = {
  readonly motion: Motion
  readonly mayTurn: boolean
  readonly gain: number
  readonly offset: number
  /** Levels at which a difference counts half. */
  readonly halfWeightLevels: number
}

/** Where moves of a few pixels are found in one step. */
const smallestPx = 24
/** A step that changes no place by more pixels than that is the last one. */
const coarse = { samples: 6_000, rounds: 8, least: 0.02 }
const fine = { samples: 24_000, rounds: 5, least: 0.002 }
/** A difference that much larger than others counts half: what covers a moved picture without moving is not to hold it back. */
const halfWeight = 2
const leastHalfWeightLevels = 4
/** Of a step: two ways, growth, turn, contrast, brightness. */
const unknowns = 6
/** More is no move of a picture. */
const mostTurn = 0.5
/** A turn that moves the edge by less is none: without it the others are found better. */
const leastTurnPx = 0.1

/**
 * How one picture has moved, turned and grown to become the other: least squares on its gradients (Lucas and Kanade, 1981), from a picture of
 * few pixels to all of them. Good to some hundredths of a pixel where the picture has only moved; whether it has must be looked at.
 * @param pair luma of one size
 * @returns places in pixels of the planes
 */
export function findMotion(pair: Omit<Pair, 'nearPx'>): Motion {
  const levels: Pair[] = [{ ...pair, nearPx }]
  for (let last = { ...pair, nearPx }; Math.min(last.from.width, last.from.height) >= 2 * smallestPx;) {
    last = { from: halvedPlane(last.from), to: halvedPlane(last.to), near: last.nearPx === 1 ? halvedMask(last.near) : last.near, nearPx: 1 }
    levels.push(last)
  }
  const still: Motion = { x: 0, y: 0, growth: 0, turn: 0, centreX: 0, centreY: 0 }
  let state: State = { motion: still, mayTurn: true, gain: 1, offset: 0, halfWeightLevels: Infinity }
  for (const [left, level] of levels.toReversed().entries()) {
    const isLast = left === levels.length - 1
    const { width, height } = level.from
    const factor = left === 0 ? 1 : 2
    const { x, y } = state.motion
    const motion = { ...state.motion, x: x * factor, y: y * factor, centreX: (width - 1) / 2, centreY: (height - 1) / 2 }
    state = refine(level, { ...state, motion }, isLast ? fine : coarse)
  }
  if ((Math.abs(state.motion.turn) * Math.max(pair.from.width, pair.from.height)) / 2 >= leastTurnPx) return state.motion
  return refine({ ...pair, nearPx }, { ...state, mayTurn: false, motion: { ...state.motion, turn: 0 } }, fine).motion
}

function refine(pair: Pair, start: State, { samples, rounds, least }: typeof fine): State {
  const stepPx = Math.max(1, Math.ceil(Math.sqrt((markedIn(pair.near) * pair.nearPx ** 2) / samples)))
  let state = start
  for (let round = 0; round < rounds; round++) {
    const next = nextState(pair, state, stepPx)
    const step = largestMove(difference(next.motion, state.motion), pair.from)
    state = next
    if (step < least) break
  }
  return state
}

function difference(next: Motion, last: Motion): Motion {
  return { ...next, x: next.x - last.x, y: next.y - last.y, growth: next.growth - last.growth, turn: next.turn - last.turn }
}

function nextState(pair: Pair, state: State, step: number): State {
  const { matrix, right, meanRest } = equations(pair, state, step)
  const [x = 0, y = 0, growth = 0, turn = 0, gain = 0, offset = 0] = solveLinear(matrix, right)
  const { motion } = state
  const half = pair.from.width / 2
  const next = {
    ...motion,
    x: motion.x + x,
    y: motion.y + y,
    growth: clamped(motion.growth + growth / half, -0.33, 0.5),
    turn: clamped(motion.turn + turn / half, -mostTurn, mostTurn),
  }
  const halfWeightLevels = Math.max(leastHalfWeightLevels, halfWeight * meanRest)
  return { ...state, motion: next, gain: clamped(state.gain + gain, 0.5, 2), offset: state.offset + offset, halfWeightLevels }
}

function clamped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

type Equations = { readonly matrix: readonly (readonly number[])[]; readonly right: readonly number[]; readonly meanRest: number }

/** The normal equations of one step. Growth and turn are measured in the pixels by which they move the edge. */
function equations({ from, to, near, nearPx: square }: Pair, { motion, mayTurn, gain, offset, halfWeightLevels }: State, step: number): Equations {
  const sums = new Float64Array(unknowns * (unknowns + 1))
  const row = new Float64Array(unknowns + 1)
  const sampler = new PlaneSampler(from)
  const source = sourceOf(motion)
  const half = from.width / 2
  let [rests, count] = [0, 0]
  for (let y = step >> 1; y < from.height; y += step) {
    for (let x = step >> 1; x < from.width; x += step) {
      if (near.data[Math.floor(y / square) * near.width + Math.floor(x / square)] === 0) continue
      const u = sourceColumn(source, x, y)
      const v = sourceRow(source, x, y)
      if (u < 0 || v < 0 || u > from.width - 1 || v > from.height - 1) continue
      sampler.read(u, v)
      const rest = (to.data[y * to.width + x] ?? 0) - gain * sampler.value - offset
      const weight = 1 / (1 + (rest / halfWeightLevels) ** 2)
      const [acrossX, acrossY] = [(u - motion.centreX) / half, (v - motion.centreY) / half]
      rests += Math.abs(rest)
      count++
      row[0] = -sampler.slopeX
      row[1] = -sampler.slopeY
      row[2] = -(sampler.slopeX * acrossX + sampler.slopeY * acrossY)
      row[3] = mayTurn ? sampler.slopeX * acrossY - sampler.slopeY * acrossX : 0
      row[4] = sampler.value
      row[5] = 1
      row[6] = rest
      addProducts(sums, row, weight)
    }
  }
  return { ...systemOf(sums), meanRest: rests / Math.max(1, count) }
}

/** The upper triangle: the matrix is symmetric. */
function addProducts(sums: Float64Array, row: Float64Array, weight: number): void {
  for (let i = 0; i < unknowns; i++) {
    const weighted = weight * (row[i] ?? 0)
    for (let j = i, at = i * (unknowns + 1) + i; j <= unknowns; j++, at++) sums[at] = (sums[at] ?? 0) + weighted * (row[j] ?? 0)
  }
}

function systemOf(sums: Float64Array): Pick<Equations, 'matrix' | 'right'> {
  const rows = Array.from({ length: unknowns }, (_none, i) => i)
  const at = (i: number, j: number) => sums[Math.min(i, j) * (unknowns + 1) + Math.max(i, j)] ?? 0
  return { matrix: rows.map((i) => rows.map((j) => at(i, j))), right: rows.map((i) => sums[i * (unknowns + 1) + unknowns] ?? 0) }
}

function markedIn({ data }: PixelMask): number {
  let count = 0
  for (let at = 0; at < data.length; at++) count += data[at] ?? 0
  return count
}
