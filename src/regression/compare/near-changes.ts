import type { PixelBox } from './pixel-box.ts'
import type { Plane } from './plane.ts'

/** Pixels of a plane that are marked, or squares of them. */
export type PixelMask = { readonly width: number; readonly height: number; readonly data: Uint8Array }

/** Side of a square. */
export const nearPx = 2
const roundingLevels = 1.2

/**
 * Squares of two pixels in which luma has changed, and their neighbours: what is within two or three pixels of a change.
 * Where no luma has changed (blue alone does hardly change it), all is marked.
 */
export function nearChanges(before: Plane, now: Plane): PixelMask {
  const changed = changedSquares(before, now)
  const { width, height, data } = changed
  if (!data.includes(1)) return { width, height, data: data.fill(1) }
  const rows = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width; x < width; x++, at++) {
      rows[at] = (data[at] ?? 0) | (x > 0 ? (data[at - 1] ?? 0) : 0) | (x + 1 < width ? (data[at + 1] ?? 0) : 0)
    }
  }
  const near = new Uint8Array(data.length)
  for (let at = 0; at < near.length; at++) near[at] = (rows[at] ?? 0) | (rows[at - width] ?? 0) | (rows[at + width] ?? 0)
  return { width, height, data: near }
}

function changedSquares(before: Plane, now: Plane): PixelMask {
  const [width, height] = [Math.ceil(before.width / nearPx), Math.ceil(before.height / nearPx)]
  const data = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < before.height; y++) {
    const row = Math.floor(y / nearPx) * width
    for (let x = 0; x < before.width; x++, at++) {
      if (Math.abs((now.data[at] ?? 0) - (before.data[at] ?? 0)) > roundingLevels) data[row + (x >> 1)] = 1
    }
  }
  return { width, height, data }
}

/** Half as wide and high: marked where one of four is. */
export function halvedMask({ width, height, data }: PixelMask): PixelMask {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
  const marked = new Uint8Array(half.width * half.height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 1) marked[(y >> 1) * half.width + (x >> 1)] = 1
    }
  }
  return { ...half, data: marked }
}

export function cutMask({ width, data }: PixelMask, box: PixelBox): PixelMask {
  const part = new Uint8Array(box.width * box.height)
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x
    part.set(data.subarray(from, from + box.width), row * box.width)
  }
  return { width: box.width, height: box.height, data: part }
}
