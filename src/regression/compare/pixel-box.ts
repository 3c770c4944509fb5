/** A part of a picture, in pixels. */
export type PixelBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export function areaOf({ width, height }: PixelBox): number {
  return width * height
}

/** The smallest box with both. */
export function boxAround(first: PixelBox | null, second: PixelBox | null): PixelBox | null {
  if (!first || !second) return first ?? second
  const [x, y] = [Math.min(first.x, second.x), Math.min(first.y, second.y)]
  const [right, bottom] = [Math.max(first.x + first.width, second.x + second.width), Math.max(first.y + first.height, second.y + second.height)]
  return { x, y, width: right - x, height: bottom - y }
}

/** The box with `marginPx` more on every side, as far as the picture goes. */
export function grownBox(
  { x, y, width, height }: PixelBox,
  marginPx: number,
  picture: { readonly width: number; readonly height: number },
): PixelBox {
  const [left, top] = [Math.max(0, x - marginPx), Math.max(0, y - marginPx)]
  const [right, bottom] = [Math.min(picture.width, x + width + marginPx), Math.min(picture.height, y + height + marginPx)]
  return { x: left, y: top, width: right - left, height: bottom - top }
}
