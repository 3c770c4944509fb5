import { blue, blueScale, green, lumaScale, red, redScale } from './bt709.ts'
import type { AlphaPlanes, Pixels, Planes } from './planes.ts'

/** What an alpha plane has for opaque. */
const opaque = 255
/** Black in limited range, and no colour. */
const lumaOffset = 16
const chromaOffset = 128

/** Fills planes from pixels with straight alpha: code values times alpha, so that a resample never mixes in the colour of what cannot be seen. */
export function writePremultiplied(pixels: Pixels, planes: Planes & { readonly alpha: AlphaPlanes }): void {
  const premultiplied = premultiply(pixels)
  writeLuma(premultiplied, planes)
  writeChroma({ ...pixels, data: premultiplied }, planes)
}

/** Red, green and blue times alpha, then alpha times 255: 255 squared is 1. */
function premultiply({ data, width, height }: Pixels): Uint16Array {
  const premultiplied = new Uint16Array(4 * width * height)
  for (let at = 0; at < premultiplied.length; at += 4) {
    const alpha = data[at + 3] ?? 0
    if (alpha === 0) continue
    premultiplied[at] = (data[at] ?? 0) * alpha
    premultiplied[at + 1] = (data[at + 1] ?? 0) * alpha
    premultiplied[at + 2] = (data[at + 2] ?? 0) * alpha
    premultiplied[at + 3] = 255 * alpha
  }
  return premultiplied
}

function writeLuma(data: Uint16Array, { y, alpha }: Planes & { readonly alpha: AlphaPlanes }): void {
  for (let pixel = 0, at = 0; pixel < y.length; pixel++, at += 4) {
    const covered = (data[at + 3] ?? 0) / 255 ** 2
    const lit = (red * (data[at] ?? 0) + green * (data[at + 1] ?? 0) + blue * (data[at + 2] ?? 0)) / 255
    // + 0.5, because a typed array cuts off what is behind the point.
    y[pixel] = 0.5 + lumaOffset * covered + lit * lumaScale
    alpha.luma[pixel] = 0.5 + opaque * covered
  }
}

type Premultiplied = { readonly data: Uint16Array; readonly width: number; readonly height: number }

/** Weights 1 2 1 across and 1 1 down, as for opaque pixels. */
function writeChroma({ data, width, height }: Premultiplied, { u, v, alpha }: Planes & { readonly alpha: AlphaPlanes }): void {
  const sums = new Float64Array(4)
  let target = 0
  for (let row = 0; row < height; row += 2) {
    const rows = [row * width, Math.min(row + 1, height - 1) * width] as const
    for (let column = 0; column < width; column += 2) {
      sums.fill(0)
      for (const first of rows) {
        addPixel(sums, data, first + Math.max(column - 1, 0), 1)
        addPixel(sums, data, first + column, 2)
        addPixel(sums, data, first + Math.min(column + 1, width - 1), 1)
      }
      const [r = 0, g = 0, b = 0, covered = 0] = sums
      const luma = red * r + green * g + blue * b
      u[target] = 0.5 + (chromaOffset * covered) / 255 ** 2 + ((b - luma) * blueScale) / 255
      v[target] = 0.5 + (chromaOffset * covered) / 255 ** 2 + ((r - luma) * redScale) / 255
      alpha.chroma[target] = 0.5 + (opaque * covered) / 255 ** 2
      target++
    }
  }
}

/** Adds eighths of a pixel. */
function addPixel(sums: Float64Array, data: Uint16Array, pixel: number, eighths: number): void {
  for (let channel = 0; channel < 4; channel++) sums[channel] = (sums[channel] ?? 0) + ((data[4 * pixel + channel] ?? 0) * eighths) / 8
}
