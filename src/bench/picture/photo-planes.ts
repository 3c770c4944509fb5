import sharp from 'sharp'
import type { FloatPlane } from './resample.ts'

/** A photo as BT.709 code values of limited range, not rounded: luma, and chroma of half its size, each sample amid four of luma. */
export type PhotoPlanes = { readonly y: FloatPlane; readonly u: FloatPlane; readonly v: FloatPlane }

/** BT.709 luma weights (ITU-R BT.709-6, 3.2). */
const [red, green, blue] = [0.2126, 0.7152, 0.0722]
/** From full-range RGB to limited range: 219 steps of luma, 224 of chroma. */
const lumaScale = 219 / 255
const blueScale = 224 / 255 / (2 * (1 - blue))
const redScale = 224 / 255 / (2 * (1 - red))

export async function readPhotoPlanes(path: string): Promise<PhotoPlanes> {
  const { data, info } = await sharp(path).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
  const y = new Float32Array(width * height)
  const [u, v, counts] = [0, 1, 2].map(() => new Float32Array(half.width * half.height)) as [Float32Array, Float32Array, Float32Array]
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const [r, g, b] = [data[at * 3] ?? 0, data[at * 3 + 1] ?? 0, data[at * 3 + 2] ?? 0]
      const luma = red * r + green * g + blue * b
      const chroma = (row >> 1) * half.width + (column >> 1)
      y[at] = 16 + luma * lumaScale
      u[chroma] = (u[chroma] ?? 0) + (b - luma) * blueScale
      v[chroma] = (v[chroma] ?? 0) + (r - luma) * redScale
      counts[chroma] = (counts[chroma] ?? 0) + 1
    }
  }
  const mean = (sums: Float32Array) => sums.map((sum, index) => 128 + sum / (counts[index] ?? 1))
  return { y: { data: y, width, height }, u: { data: mean(u), ...half }, v: { data: mean(v), ...half } }
}
