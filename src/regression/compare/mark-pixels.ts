import { diff } from '@blazediff/core'
import type { Picture } from '../picture/picture.ts'
import { perceivedDifference } from './perceived-difference.ts'

export const marks = { within: 0, different: 1, antialiased: 2 } as const

/** What each pixel is found to be. */
export type PixelMarks = {
  /** One of `marks` for each pixel. */
  readonly data: Uint8Array
  readonly different: number
  readonly antialiased: number
}

type Limits = {
  readonly threshold: number
  readonly antialiased: number
  /** Whether edges are looked for. */
  readonly hasEdges: boolean
}

const red = 0xff0000ff
const yellow = 0xff00ffff

/** Tells pixels that differ from those within the tolerance, and from those that are anti-aliased and differ no more than such pixels may. */
export function markPixels(baseline: Picture, actual: Picture, limits: Limits): PixelMarks {
  const { width, height } = baseline
  const drawn = new Uint8Array(width * height * 4)
  // The mask of the library would leave anti-aliased pixels out.
  const shades = { diffColor: [255, 0, 0] as [number, number, number], aaColor: [255, 255, 0] as [number, number, number], alpha: 0 }
  diff(baseline.data, actual.data, drawn, width, height, { threshold: limits.threshold, includeAA: !limits.hasEdges, ...shades })
  const words = new Uint32Array(drawn.buffer)
  const data = new Uint8Array(words.length)
  let [different, antialiased] = [0, 0]
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word !== red && word !== yellow) continue
    const isEdge = word === yellow && perceivedDifference(baseline.data, actual.data, at) <= limits.antialiased
    data[at] = isEdge ? marks.antialiased : marks.different
    if (isEdge) antialiased++
    else different++
  }
  return { data, different, antialiased }
}
