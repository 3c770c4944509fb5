import type { Picture } from '../picture/picture.ts'
import type { PixelBox } from './pixel-box.ts'

/** Pixels of a part of both pictures, on a grid; colours as red, green, blue, 0 to 255, over black. */
export type Samples = {
  readonly count: number
  readonly x: Float32Array
  readonly y: Float32Array
  /** Three values for each. */
  readonly from: Float32Array
  readonly to: Float32Array
}

/** More make no estimate better that is told to a tenth of a pixel. */
const mostSamples = 12_000

type Pair = { readonly baseline: Picture; readonly actual: Picture; readonly compared: Uint8Array | null }

/** How far samples of a part lie apart, in pixels, where there are to be no more of them. */
export function sampleStep({ width, height }: PixelBox, most = mostSamples): number {
  return Math.max(1, Math.ceil(Math.sqrt((width * height) / most)))
}

export function takeSamples({ baseline, actual, compared }: Pair, box: PixelBox, step = sampleStep(box)): Samples {
  const most = Math.ceil(box.width / step) * Math.ceil(box.height / step)
  const [x, y, from, to] = [new Float32Array(most), new Float32Array(most), new Float32Array(most * 3), new Float32Array(most * 3)]
  let count = 0
  for (let row = box.y; row < box.y + box.height; row += step) {
    for (let column = box.x; column < box.x + box.width; column += step) {
      const at = row * baseline.width + column
      if (compared && compared[at] === 0) continue
      x[count] = column
      y[count] = row
      for (let channel = 0; channel < 3; channel++) {
        from[count * 3 + channel] = channelOf(baseline.data, at, channel)
        to[count * 3 + channel] = channelOf(actual.data, at, channel)
      }
      count++
    }
  }
  return { count, x: x.subarray(0, count), y: y.subarray(0, count), from: from.subarray(0, count * 3), to: to.subarray(0, count * 3) }
}

/** A channel of a pixel over black. */
export function channelOf(data: Uint8Array, pixel: number, channel: number): number {
  const alpha = data[pixel * 4 + 3] ?? 0
  const value = data[pixel * 4 + channel] ?? 0
  return alpha === 255 ? value : (value * alpha) / 255
}
