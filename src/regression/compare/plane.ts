import type { Picture } from '../picture/picture.ts'
import type { PixelBox } from './pixel-box.ts'

/** One value for each pixel, rows from the top. */
export type Plane = { readonly width: number; readonly height: number; readonly data: Float32Array }

/** Luma by BT.709, 0 to 255; what is transparent is dark. */
export function lumaOf({ width, height, data }: Picture): Plane {
  const luma = new Float32Array(width * height)
  for (let at = 0, byte = 0; at < luma.length; at++, byte += 4) {
    const value = 0.2126 * (data[byte] ?? 0) + 0.7152 * (data[byte + 1] ?? 0) + 0.0722 * (data[byte + 2] ?? 0)
    const alpha = data[byte + 3] ?? 0
    luma[at] = alpha === 255 ? value : (value * alpha) / 255
  }
  return { width, height, data: luma }
}

export function cutPlane(plane: Plane, box: PixelBox): Plane {
  const { width, height, data } = plane
  if (box.width === width && box.height === height) return plane
  const part = new Float32Array(box.width * box.height)
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x
    part.set(data.subarray(from, from + box.width), row * box.width)
  }
  return { width: box.width, height: box.height, data: part }
}

/** Half as wide and high: the mean of each four. */
export function halvedPlane({ width, height, data }: Plane): Plane {
  const half = { width: width >> 1, height: height >> 1 }
  const means = new Float32Array(half.width * half.height)
  for (let row = 0; row < half.height; row++) {
    for (let column = 0; column < half.width; column++) {
      const at = 2 * row * width + 2 * column
      const sum = (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0)
      means[row * half.width + column] = sum / 4
    }
  }
  return { ...half, data: means }
}
