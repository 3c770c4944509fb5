/**
 * Where a picture's content has gone: to the right by `x`, down by `y`, in pixels, and about the centre it has turned, and grown by the factor
 * `1 + growth`.
 */
export type Motion = {
  readonly x: number
  readonly y: number
  readonly growth: number
  /** Clockwise, in radians. */
  readonly turn: number
  readonly centreX: number
  readonly centreY: number
}

type Size = { readonly width: number; readonly height: number }

/** How far what is furthest from the centre of a box has gone, in pixels. */
export function largestMove({ x, y, growth, turn }: Motion, { width, height }: Size): number {
  const [spread, sweep] = [Math.abs(growth) / 2, Math.abs(turn) / 2]
  return Math.hypot(Math.abs(x) + spread * width + sweep * height, Math.abs(y) + spread * height + sweep * width)
}

/** What takes a place to where it was before a motion: `(along * x + across * y + left, along * y - across * x + top)`. */
export type Source = { readonly along: number; readonly across: number; readonly left: number; readonly top: number }

export function sourceOf({ x, y, growth, turn, centreX, centreY }: Motion): Source {
  const [along, across] = [Math.cos(turn) / (1 + growth), Math.sin(turn) / (1 + growth)]
  const [movedX, movedY] = [x + centreX, y + centreY]
  return { along, across, left: centreX - along * movedX - across * movedY, top: centreY - along * movedY + across * movedX }
}

export function sourceColumn({ along, across, left }: Source, x: number, y: number): number {
  return along * x + across * y + left
}

export function sourceRow({ along, across, top }: Source, x: number, y: number): number {
  return along * y - across * x + top
}
