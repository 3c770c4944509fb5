import { blue, blueScale, green, lumaScale, red, redScale } from './bt709.ts'
import { writePremultiplied } from './premultiplied-planes.ts'

type Samples = Uint8Array

/** A picture as planar YUV 4:2:0, BT.709 limited range. Chroma lies on every other luma column, between two rows ("left"). */
export type Planes = {
  readonly width: number
  readonly height: number
  readonly y: Samples
  /** Half the width and height, rounded up. */
  readonly u: Samples
  readonly v: Samples
  /**
   * null: opaque. Otherwise y, u and v are premultiplied (code value times alpha), and this says how much of each of their samples is covered,
   * from 0 to 255.
   */
  readonly alpha: AlphaPlanes | null
}

export type AlphaPlanes = { readonly luma: Samples; readonly chroma: Samples }

export type Pixels = { readonly data: Samples; readonly width: number; readonly height: number; readonly channels: 3 | 4 }

/** sRGB pixels as they are sent to the encoder; with a fourth channel, which is straight alpha, premultiplied. In memory that threads can share. */
export function planesOfPixels(pixels: Pixels): Planes {
  const { width, height, channels } = pixels
  const chromaSize = Math.ceil(width / 2) * Math.ceil(height / 2)
  const planes: Planes & { alpha: null } = {
    alpha: null,
    width,
    height,
    y: sharedSamples(width * height),
    u: sharedSamples(chromaSize),
    v: sharedSamples(chromaSize),
  }
  if (channels === 4) {
    const alpha = { luma: sharedSamples(width * height), chroma: sharedSamples(chromaSize) }
    writePremultiplied(pixels, { ...planes, alpha })
    return { ...planes, alpha }
  }
  writeLuma(pixels, planes.y)
  writeChroma(pixels, planes)
  return planes
}

function sharedSamples(count: number): Samples {
  return new Uint8Array(new SharedArrayBuffer(count))
}

function writeLuma({ data, width, height, channels }: Pixels, y: Uint8Array): void {
  for (let pixel = 0, at = 0; pixel < width * height; pixel++, at += channels) {
    // + 0.5, because a typed array cuts off what is behind the point.
    y[pixel] = 16.5 + (red * (data[at] ?? 0) + green * (data[at + 1] ?? 0) + blue * (data[at + 2] ?? 0)) * lumaScale
  }
}

/** Weights 1 2 1 across (the sample lies on a luma column) and 1 1 down (it lies between two rows). */
function writeChroma({ data, width, height, channels }: Pixels, { u, v }: Planes): void {
  const rowBytes = width * channels
  let target = 0
  for (let row = 0; row < height; row += 2) {
    const upper = row * rowBytes
    const lower = Math.min(row + 1, height - 1) * rowBytes
    for (let column = 0; column < width; column += 2) {
      const left = Math.max(column - 1, 0) * channels
      const here = column * channels
      const right = Math.min(column + 1, width - 1) * channels
      const r = sixSamples(data, upper, lower, left, here, right)
      const g = sixSamples(data, upper + 1, lower + 1, left, here, right)
      const b = sixSamples(data, upper + 2, lower + 2, left, here, right)
      const luma = red * r + green * g + blue * b
      u[target] = 128.5 + ((b - luma) * blueScale) / 8
      v[target] = 128.5 + ((r - luma) * redScale) / 8
      target++
    }
  }
}

/** The weighted sum, eight times the mean. A function of numbers only, which the compiler puts in place: it runs millions of times. */
function sixSamples(data: Uint8Array, upper: number, lower: number, left: number, here: number, right: number): number {
  return (
    (data[upper + left] ?? 0) +
    2 * (data[upper + here] ?? 0) +
    (data[upper + right] ?? 0) +
    (data[lower + left] ?? 0) +
    2 * (data[lower + here] ?? 0) +
    (data[lower + right] ?? 0)
  )
}
