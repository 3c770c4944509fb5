import type { Finding } from '../verdict.ts'
import type { Evidence } from './evidence.ts'
import { shiftFinding } from './find-colour.ts'
import { wordsOf } from './measure-difference.ts'
import { grownBox, type PixelBox } from './pixel-box.ts'
import { channelOf } from './samples.ts'

/** Where so much of what borders a place has the colour from before, or the new one, something has come there, or is gone. */
const mostAround = 0.5

/**
 * A flat part that has another colour, such as a bar: more than half of the pixels that differ had one colour, and have another one.
 * Its soft edges show what is below them, and no change of colour fits there.
 * @returns null where most of what differs in the box is no such part
 */
export function findRecolour({ baseline, actual }: Pick<Evidence, 'baseline' | 'actual'>, box: PixelBox): Finding | null {
  const [before, now] = [wordsOf(baseline), wordsOf(actual)]
  const inBox = pixelsIn(box, baseline.width)
  const changed = inBox.filter((pixel) => before[pixel] !== now[pixel])
  const typical = majority(changed, (one, other) => before[one] === before[other] && now[one] === now[other])
  if (typical === null) return null
  const inside = new Set(inBox)
  const border = pixelsIn(grownBox(box, 1, baseline), baseline.width).filter((pixel) => !inside.has(pixel))
  const isAround = (words: Uint32Array) => border.filter((pixel) => words[pixel] === words[typical]).length > mostAround * border.length
  if (isAround(before) || isAround(now)) return null
  return shiftFinding([0, 1, 2].map((channel) => channelOf(actual.data, typical, channel) - channelOf(baseline.data, typical, channel)))
}

/** One of those that are more than half of all, if there are such (Boyer and Moore, 1981). */
function majority(pixels: readonly number[], isAlike: (one: number, other: number) => boolean): number | null {
  let [candidate, votes] = [-1, 0]
  for (const pixel of pixels) {
    if (votes === 0) candidate = pixel
    votes += isAlike(pixel, candidate) ? 1 : -1
  }
  return pixels.filter((pixel) => isAlike(pixel, candidate)).length * 2 > pixels.length ? candidate : null
}

function pixelsIn({ x, y, width, height }: PixelBox, pictureWidth: number): readonly number[] {
  return Array.from({ length: width * height }, (_none, at) => (y + Math.floor(at / width)) * pictureWidth + x + (at % width))
}
