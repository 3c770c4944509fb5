import type { Shift } from './shift-between.ts'

/** How true a picture moves, in frame pixels. What is the same in every frame is left out of all three: it is a convention, no error. */
export type MotionFigures = {
  /** Root of the mean square of the distance between where the picture is and where it should be. */
  readonly errorPx: number
  /** The part of it that is left when a straight line is taken out: from frame to frame. */
  readonly jitterPx: number
  /** How far it has gone astray along that line, from the first frame to the last. */
  readonly driftPx: number
}

/** @param places for each place in the picture its shifts, frame by frame */
export function motionFigures(places: readonly (readonly Shift[])[]): MotionFigures {
  const axes = places.flatMap((shifts) => [shifts.map(({ x }) => x), shifts.map(({ y }) => y)])
  const centred = axes.map((values) => subtract(values, () => mean(values)))
  const slopes = centred.map(slopeOf)
  const straight = centred.map((values, axis) => subtract(values, (index) => (slopes[axis] ?? 0) * (index - (values.length - 1) / 2)))
  const steps = (places[0]?.length ?? 1) - 1
  return {
    // An axis is half of a place: the squares of both make that of the distance.
    errorPx: rms(centred.flat()) * Math.SQRT2,
    jitterPx: rms(straight.flat()) * Math.SQRT2,
    driftPx: rms(slopes) * Math.SQRT2 * steps,
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Root of the mean of squares. */
function rms(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value * value)))
}

function subtract(values: readonly number[], from: (index: number) => number): readonly number[] {
  return values.map((value, index) => value - from(index))
}

/** By least squares, for values whose mean is 0, at 0, 1, 2... */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const products = values.reduce((sum, value, index) => sum + value * (index - middle), 0)
  const squares = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
  return squares === 0 ? 0 : products / squares
}
