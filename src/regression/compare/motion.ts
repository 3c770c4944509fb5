/** Where a picture's content has gone: to the right by `x`, down by `y`, in pixels, and grown about the centre by the factor `1 + growth`. */
export type Motion = {
  readonly x: number
  readonly y: number
  readonly growth: number
  readonly centreX: number
  readonly centreY: number
}

/** How far what is furthest from the centre of a box has gone, in pixels. */
export function largestMove({ x, y, growth }: Motion, { width, height }: { readonly width: number; readonly height: number }): number {
  return Math.hypot(Math.abs(x) + (Math.abs(growth) * width) / 2, Math.abs(y) + (Math.abs(growth) * height) / 2)
}
