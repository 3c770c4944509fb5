import type { Motion } from './motion.ts'
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
  readonly gain: number
  readonly offset: number
  /** Levels at which a difference counts half. */
  readonly halfWeightLevels: number
}

/** Where moves of a few pixels are found in one step. */
const smallestPx = 24
const coarse = { samples: 6_000, rounds: 8 }
const fine = { samples: 24_000, rounds: 5 }
/** A difference that much larger than others counts half: what covers a moved picture without moving is not to hold it back. */
const halfWeight = 2
const leastHalfWeightLevels = 4
const unknowns = 5

/**
 * How one picture has moved and grown to become the other: least squares on its gradients (Lucas and Kanade, 1981), from a picture of
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
  let state: State = { motion: { x: 0, y: 0, growth: 0, centreX: 0, centreY: 0 }, gain: 1, offset: 0, halfWeightLevels: Infinity }
  for (const [left, level] of levels.toReversed().entries()) {
    const isLast = left === levels.length - 1
    const { width, height } = level.from
    const factor = left === 0 ? 1 : 2
    const { x, y, growth } = state.motion
    const motion = { x: x * factor, y: y * factor, growth, centreX: (width - 1) / 2, centreY: (height - 1) / 2 }
    state = refine(level, { ...state, motion }, isLast ? fine : coarse)
  }
  return state.motion
}

function refine(pair: Pair, start: State, { samples, rounds }: typeof fine): State {
  const step = Math.max(1, Math.ceil(Math.sqrt((markedIn(pair.near) * pair.nearPx ** 2) / samples)))
  let state = start
  for (let round = 0; round < rounds; round++) {
    const next = nextState(pair, state, step)
    const moved = Math.hypot(next.motion.x - state.motion.x, next.motion.y - state.motion.y)
    state = next
    if (moved < 0.002) break
  }
  return state
}

function nextState(pair: Pair, state: State, step: number): State {
  const { matrix, right, meanRest } = equations(pair, state, step)
  const [x = 0, y = 0, growth = 0, gain = 0, offset = 0] = solveLinear(matrix, right)
  const { motion } = state
  const half = pair.from.width / 2
  const next = { ...motion, x: motion.x + x, y: motion.y + y, growth: Math.min(0.5, Math.max(-0.33, motion.growth + growth / half)) }
  const halfWeightLevels = Math.max(leastHalfWeightLevels, halfWeight * meanRest)
  return { motion: next, gain: Math.min(2, Math.max(0.5, state.gain + gain)), offset: state.offset + offset, halfWeightLevels }
}

type Equations = { readonly matrix: readonly (readonly number[])[]; readonly right: readonly number[]; readonly meanRest: number }

/** The normal equations of one step. */
function equations({ from, to, near, nearPx: square }: Pair, { motion, gain, offset, halfWeightLevels }: State, step: number): Equations {
  const sums = new Float64Array(unknowns * (unknowns + 1))
  const row = new Float64Array(unknowns + 1)
  const sampler = new PlaneSampler(from)
  const { centreX, centreY, growth } = motion
  const half = from.width / 2
  let [rests, count] = [0, 0]
  for (let y = step >> 1; y < from.height; y += step) {
    for (let x = step >> 1; x < from.width; x += step) {
      if (near.data[Math.floor(y / square) * near.width + Math.floor(x / square)] === 0) continue
      const acrossX = (x - motion.x - centreX) / (1 + growth)
      const acrossY = (y - motion.y - centreY) / (1 + growth)
      const u = centreX + acrossX
      const v = centreY + acrossY
      if (u < 0 || v < 0 || u > from.width - 1 || v > from.height - 1) continue
      sampler.read(u, v)
      const rest = (to.data[y * to.width + x] ?? 0) - gain * sampler.value - offset
      const weight = 1 / (1 + (rest / halfWeightLevels) ** 2)
      rests += Math.abs(rest)
      count++
      row[0] = -sampler.slopeX
      row[1] = -sampler.slopeY
      row[2] = -(sampler.slopeX * acrossX + sampler.slopeY * acrossY) / half
      row[3] = sampler.value
      row[4] = 1
      row[5] = rest
      for (let i = 0; i < unknowns; i++) {
        const weighted = weight * (row[i] ?? 0)
        for (let j = 0; j <= unknowns; j++) sums[i * (unknowns + 1) + j] = (sums[i * (unknowns + 1) + j] ?? 0) + weighted * (row[j] ?? 0)
      }
    }
  }
  const rows = Array.from({ length: unknowns }, (_none, i) => Array.from(sums.subarray(i * (unknowns + 1), (i + 1) * (unknowns + 1))))
  return { matrix: rows.map((each) => each.slice(0, unknowns)), right: rows.map((each) => each[unknowns] ?? 0), meanRest: rests / Math.max(1, count) }
}

function markedIn({ data }: PixelMask): number {
  let count = 0
  for (let at = 0; at < data.length; at++) count += data[at] ?? 0
  return count
}
