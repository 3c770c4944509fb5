import { antialiased as isAntialiased, diff } from '@blazediff/core'
import type { Picture } from '../picture/picture.ts'
import type { Tolerances } from '../rules/picture-rules.ts'
import { wordsOf } from './measure-difference.ts'
import { perceivedDifference } from './perceived-difference.ts'

export const marks = { within: 0, different: 1, antialiased: 2 } as const

/** What each pixel is found to be. */
export type PixelMarks = {
  /** One of `marks` for each pixel. */
  readonly data: Uint8Array
  readonly different: number
  readonly antialiased: number
}

type Limits = Pick<Tolerances, 'threshold' | 'antialiased'>

const red = 0xff0000ff
/** Where more of the picture differs it is not its edges, and looking for them would take most of the time. */
const mostEdges = 0.3

/** Tells pixels that differ from those within the tolerance, and from those that are anti-aliased and differ no more than such pixels may. */
export function markPixels(baseline: Picture, actual: Picture, limits: Limits): PixelMarks {
  const { width, height } = baseline
  const drawn = new Uint8Array(width * height * 4)
  // Edges are looked for below: only where there are not too many of them, and only where one would pass as such.
  const shade = { diffColor: [255, 0, 0] as [number, number, number], includeAA: true, alpha: 0 }
  const found = diff(baseline.data, actual.data, drawn, width, height, { threshold: limits.threshold, ...shade })
  const words = new Uint32Array(drawn.buffer)
  const data = new Uint8Array(words.length)
  const isEdge = found > mostEdges * words.length ? () => false : edgeTest(baseline, actual, limits)
  let [different, antialiased] = [0, 0]
  for (let at = 0; at < words.length; at++) {
    if (words[at] !== red) continue
    if (isEdge(at)) {
      data[at] = marks.antialiased
      antialiased++
    } else {
      data[at] = marks.different
      different++
    }
  }
  return { data, different, antialiased }
}

function edgeTest(baseline: Picture, actual: Picture, limits: Limits): (pixel: number) => boolean {
  const { width, height } = baseline
  const [before, now] = [wordsOf(baseline), wordsOf(actual)]
  return (pixel) => {
    if (perceivedDifference(baseline.data, actual.data, pixel) > limits.antialiased) return false
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    return isAntialiased(baseline.data, x, y, width, height, before, now) || isAntialiased(actual.data, x, y, width, height, now, before)
  }
}
