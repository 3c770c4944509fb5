import { open } from 'node:fs/promises'
import type { ThumbnailSize } from '../../../encoder/comparison/compare-films-job.ts'

/** Small pictures of all frames of a film: planes Y, U and V of each one after the other, as 4:2:0, in 256ths of a level. */
export type Thumbnails = {
  readonly size: ThumbnailSize
  readonly count: number
  readonly data: Uint16Array
}

/** 256ths of a level. */
export const unitsPerLevel = 256

/** 64x36 tells a move of a hundredth of an area, and takes 7 KB; longer films than a quarter of an hour at 30 frames per second have smaller ones. */
const sizes = { usual: { width: 64, height: 36 }, long: { width: 32, height: 18 } } as const
const longFrom = 27_000

export function thumbnailSizeFor(frames: number): ThumbnailSize {
  return frames < longFrom ? sizes.usual : sizes.long
}

/** Values of one thumbnail. */
export function strideOf({ width, height }: ThumbnailSize): number {
  return (width * height * 3) / 2
}

/** @param path raw yuv420p16le, one picture after the other */
export async function readThumbnails(path: string, size: ThumbnailSize): Promise<Thumbnails> {
  const stride = strideOf(size)
  await using file = await open(path)
  const { size: bytes } = await file.stat()
  const count = Math.floor(bytes / (stride * Uint16Array.BYTES_PER_ELEMENT))
  const data = new Uint16Array(count * stride)
  const view = new Uint8Array(data.buffer)
  for (let done = 0; done < view.length;) {
    const { bytesRead } = await file.read(view, done, Math.min(view.length - done, 2 ** 28), done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return { size, count, data }
}

/** Mean difference of two thumbnails over all their values, in levels. */
export function distance(a: Thumbnails, frameOfA: number, b: Thumbnails, frameOfB: number): number {
  const stride = strideOf(a.size)
  const [fromA, fromB] = [frameOfA * stride, frameOfB * stride]
  const [ofA, ofB] = [a.data, b.data]
  let sum = 0
  for (let at = 0; at < stride; at++) sum += Math.abs((ofA[fromA + at] ?? 0) - (ofB[fromB + at] ?? 0))
  return sum / stride / unitsPerLevel
}

/** Means of the planes Y, U and V, in levels. */
export function planeMeans({ size, data }: Thumbnails, frame: number): readonly [number, number, number] {
  const [luma, from] = [size.width * size.height, frame * strideOf(size)]
  const chroma = luma / 4
  return [mean(data, from, luma), mean(data, from + luma, chroma), mean(data, from + luma + chroma, chroma)]
}

/** A black picture has nothing brighter than this in it, in levels of limited range, where black is 16. */
const brightestBlack = 22

export function isBlack({ size, data }: Thumbnails, frame: number): boolean {
  const from = frame * strideOf(size)
  for (let at = 0; at < size.width * size.height; at++) if ((data[from + at] ?? 0) > brightestBlack * unitsPerLevel) return false
  return true
}

function mean(data: Uint16Array, from: number, length: number): number {
  let sum = 0
  for (let at = from; at < from + length; at++) sum += data[at] ?? 0
  return sum / length / unitsPerLevel
}
