import type { Picture } from '../picture/picture.ts'

/** What is drawn at a pixel. */
export const shades = { same: 0, different: 1, antialiased: 2, slight: 3, leftOut: 4 } as const

/** Red, green, blue; told apart by those who see no red or no green too. */
const colours = new Map<number, number>([
  [shades.different, wordOf(236, 0, 110)],
  [shades.antialiased, wordOf(255, 190, 0)],
  [shades.slight, wordOf(90, 130, 255)],
])
/** Of the baseline's contrast. */
const dimmed = 0.35
const darkest = 24
const stripePx = 8

/**
 * The baseline, dimmed and without its colours, with what differs marked: clearly, at the edges of shapes, or within the tolerance. What is left
 * out is striped.
 * @param shade one of `shades` for each pixel
 */
export function drawDifference({ width, height, data }: Picture, shade: Uint8Array): Picture {
  const words = new Uint32Array(width * height)
  const coloured = Uint32Array.from(Object.values(shades), (each) => colours.get(each) ?? 0)
  const greys = Uint32Array.from({ length: 256 }, (_none, luma) => greyOf(darkest + dimmed * luma))
  const stripes = Uint32Array.from({ length: 256 }, (_none, luma) => greyOf(2 * darkest + dimmed * luma))
  for (let pixel = 0, at = 0; pixel < words.length; pixel++, at += 4) {
    const kind = shade[pixel] ?? shades.same
    const colour = coloured[kind] ?? 0
    if (colour !== 0) {
      words[pixel] = colour
      continue
    }
    // BT.709 in parts of 2^16.
    const opaque = (13_933 * (data[at] ?? 0) + 46_871 * (data[at + 1] ?? 0) + 4732 * (data[at + 2] ?? 0)) >> 16
    const alpha = data[at + 3] ?? 0
    const luma = alpha === 255 ? opaque : Math.round((opaque * alpha) / 255)
    const isStripe = kind === shades.leftOut && ((pixel % width) + Math.floor(pixel / width)) % (2 * stripePx) < stripePx
    words[pixel] = (isStripe ? stripes : greys)[luma] ?? 0
  }
  return { width, height, data: new Uint8Array(words.buffer) }
}

function greyOf(level: number): number {
  return wordOf(level, level, level)
}

/** A pixel of RGBA as one number, as it lies in memory. */
function wordOf(red: number, green: number, blue: number): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] ?? 0
}
