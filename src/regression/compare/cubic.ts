/** The weights of four neighbours for a place `t` (0 to 1) behind the second of them: Catmull-Rom, as the compositor resamples. */
export function cubicWeights(t: number, into: Float64Array): void {
  into[0] = t * (-0.5 + t * (1 - 0.5 * t))
  into[1] = 1 + t * t * (-2.5 + 1.5 * t)
  into[2] = t * (0.5 + t * (2 - 1.5 * t))
  into[3] = t * t * (-0.5 + 0.5 * t)
}

/** Their derivative by t. */
export function cubicSlopes(t: number, into: Float64Array): void {
  into[0] = -0.5 + t * (2 - 1.5 * t)
  into[1] = t * (-5 + 4.5 * t)
  into[2] = 0.5 + t * (4 - 4.5 * t)
  into[3] = t * (-1 + 1.5 * t)
}
