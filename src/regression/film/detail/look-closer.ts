import { findMotion } from '../../compare/find-motion.ts'
import type { Motion } from '../../compare/motion.ts'
import { nearPx, type PixelMask } from '../../compare/near-changes.ts'
import type { Plane } from '../../compare/plane.ts'
import type { PixelBox } from '../../compare/pixel-box.ts'
import { stillMoved } from './still-moved.ts'

/** What two frames show of each other in full size, part by part. */
export type CloserLook = {
  /** Of the frames, in pixels. */
  readonly size: { readonly width: number; readonly height: number }
  readonly motion: Motion
  /** Of the parts that have detail, how many have moved so: 0 to 1. */
  readonly movedShare: number
  /** How strong the finest detail is in the parts that have some, the weakest first: 1 is as in the baseline. */
  readonly strengths: readonly number[]
}

const partPx = 64
/** Squared levels, on average: with less there is nothing in a part to see a move or a blur by. */
const leastDetail = 30
/** A part has moved with the picture when it is no further from there than this share of the move, and never so many pixels. */
const restShare = 0.4
const mostRestPx = 0.3

/** @param baseline luma of one size with `actual` */
export function lookCloser(baseline: Plane, actual: Plane): CloserLook {
  const motion = findMotion({ from: baseline, to: actual, near: everywhere(baseline) })
  const parts = partsOf(baseline).filter((box) => detailIn(baseline, box) >= leastDetail)
  const mostRest = Math.min(mostRestPx, restShare * Math.hypot(motion.x, motion.y))
  const moved = parts.filter((box) => stillMoved({ baseline, actual }, motion, box) <= mostRest)
  const strengths = parts.map((box) => Math.sqrt(detailIn(actual, box) / detailIn(baseline, box)))
  return {
    size: { width: baseline.width, height: baseline.height },
    motion,
    movedShare: moved.length / Math.max(1, parts.length),
    strengths: strengths.toSorted((a, b) => a - b),
  }
}

function everywhere({ width, height }: Plane): PixelMask {
  const squares = { width: Math.ceil(width / nearPx), height: Math.ceil(height / nearPx) }
  return { ...squares, data: new Uint8Array(squares.width * squares.height).fill(1) }
}

function partsOf({ width, height }: Plane): readonly PixelBox[] {
  const [columns, rows] = [Math.max(1, Math.floor(width / partPx)), Math.max(1, Math.floor(height / partPx))]
  const size = { width: Math.min(partPx, width), height: Math.min(partPx, height) }
  return Array.from({ length: columns * rows }, (_, part) => ({ ...size, x: (part % columns) * partPx, y: Math.floor(part / columns) * partPx }))
}

/** How strong the finest detail is: what a pixel differs by from the mean of its neighbours, four times and squared, on average. */
function detailIn({ width, data }: Plane, box: PixelBox): number {
  let sum = 0
  for (let y = box.y + 1; y < box.y + box.height - 1; y++) {
    for (let at = y * width + box.x + 1; at < y * width + box.x + box.width - 1; at++) {
      const around = (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0)
      sum += (4 * (data[at] ?? 0) - around) ** 2
    }
  }
  return sum / ((box.width - 2) * (box.height - 2))
}
