import type { Grey } from './grey.ts'

export type Shift = { readonly x: number; readonly y: number }

/** How far `picture` is shifted against `reference`, in pixels, by least squares on its gradients. Good for shifts well below a pixel. */
export function shiftBetween(reference: Grey, picture: Grey): Shift {
  const { width, height, data } = reference
  const sums = { xx: 0, yy: 0, xy: 0, xd: 0, yd: 0 }
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column
      const gradientX = ((data[at + 1] ?? 0) - (data[at - 1] ?? 0)) / 2
      const gradientY = ((data[at + width] ?? 0) - (data[at - width] ?? 0)) / 2
      const difference = (picture.data[at] ?? 0) - (data[at] ?? 0)
      sums.xx += gradientX * gradientX
      sums.yy += gradientY * gradientY
      sums.xy += gradientX * gradientY
      sums.xd += gradientX * difference
      sums.yd += gradientY * difference
    }
  }
  const determinant = sums.xx * sums.yy - sums.xy * sums.xy
  return { x: -(sums.yy * sums.xd - sums.xy * sums.yd) / determinant, y: -(sums.xx * sums.yd - sums.xy * sums.xd) / determinant }
}
