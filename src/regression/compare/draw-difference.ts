import type { Picture } from '../picture/picture.ts'

/** What is drawn at a pixel. */
export const shades = { same: 0, different: 1, antialiased: 2, slight: 3, leftOut: 4 } as const

/** Red, green, blue; told apart by those who see no red or no green too. */
const colours: Readonly<Record<number, readonly [number, number, number]>> = {
  [shades.different]: [236, 0, 110],
  [shades.antialiased]: [255, 190, 0],
  [shades.slight]: [90, 130, 255],
}
/** Of the baseline's contrast. */
const dimmed = 0.35
const stripePx = 8

/** The baseline, dimmed and without its colours, with what differs marked: clearly, at the edges of shapes, or within the tolerance. What is left out is striped. */
export function drawDifference(baseline: Picture, shadeOf: (pixel: number) => number): Picture {
  const { width, height, data } = baseline
  const drawn = new Uint8Array(width * height * 4)
  for (let pixel = 0, at = 0; at < drawn.length; pixel++, at += 4) {
    const shade = shadeOf(pixel)
    const luma = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0)
    const grey = 24 + dimmed * luma * ((data[at + 3] ?? 0) / 255)
    const isStripe = shade === shades.leftOut && ((pixel % width) + Math.floor(pixel / width)) % (2 * stripePx) < stripePx
    const [red, green, blue] = colours[shade] ?? (isStripe ? [grey + 24, grey + 24, grey + 24] : [grey, grey, grey])
    drawn[at] = red
    drawn[at + 1] = green
    drawn[at + 2] = blue
    drawn[at + 3] = 255
  }
  return { width, height, data: drawn }
}
