import { strideOf, unitsPerLevel, type Thumbnails } from '../alignment/thumbnails.ts'
import type { ColourError } from './colour-errors.ts'

/** Thumbnails as they would be with that error in all colours; `frames` are those that are wanted, in their order. */
export function withColourError({ size, data }: Thumbnails, { apply }: Pick<ColourError, 'apply'>, frames: readonly number[]): Thumbnails {
  const stride = strideOf(size)
  const result = new Uint16Array(frames.length * stride)
  for (const [index, frame] of frames.entries()) writeFrame({ size, data, from: frame * stride }, apply, result.subarray(index * stride))
  return { size, count: frames.length, data: result }
}

type Source = Pick<Thumbnails, 'size' | 'data'> & { readonly from: number }

function writeFrame({ size: { width, height }, data, from }: Source, apply: ColourError['apply'], target: Uint16Array): void {
  const [uFrom, vFrom] = [width * height, (width * height * 5) / 4]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [luma, chroma] = [y * width + x, (y >> 1) * (width >> 1) + (x >> 1)]
      const level = (at: number) => (data[from + at] ?? 0) / unitsPerLevel
      const [newY, newU, newV] = apply([level(luma), level(uFrom + chroma), level(vFrom + chroma)])
      target[luma] = stored(newY)
      if (x % 2 !== 0 || y % 2 !== 0) continue
      target[uFrom + chroma] = stored(newU)
      target[vFrom + chroma] = stored(newV)
    }
  }
}

function stored(level: number): number {
  return Math.round(Math.min(255, Math.max(0, level)) * unitsPerLevel)
}
