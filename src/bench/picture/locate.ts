import { exactLuma, type Shot, type Window } from './exact-frame.ts'
import { cut, type Grey } from './grey.ts'
import type { PhotoPlanes } from './photo-planes.ts'
import { shiftBetween, type Shift } from './shift-between.ts'

/** Least squares on gradients find a small shift; a larger one is come closer to step by step. */
const mostSteps = 6
const closePx = 0.003
/** Beyond this the picture is not found at all, as where two are shown at once. */
const farthestPx = 16

/**
 * Where the scene is in a window of a frame, against where it should be.
 * @param guess where the search begins: the shift of the frame before
 */
export function locate(frame: Grey, photo: PhotoPlanes, { shot, window, guess }: { shot: Shot; window: Window; guess: Shift }): Shift {
  const picture = cut(frame, window)
  let found = guess
  for (let step = 0; step < mostSteps; step++) {
    const reference = exactLuma(photo, { ...shot, displacement: { ...found, larger: 0 } }, window)
    const more = shiftBetween(reference, picture)
    found = { x: found.x + more.x, y: found.y + more.y }
    // Written so that a place which is no number is lost, too.
    if (!(Math.hypot(found.x, found.y) < farthestPx)) return guess
    if (Math.hypot(more.x, more.y) < closePx) break
  }
  return found
}
