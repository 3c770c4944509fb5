import { measureDifference } from '../compare/measure-difference.ts'
import { placeText } from '../compare/name-places.ts'
import type { PixelBox } from '../compare/pixel-box.ts'
import type { Picture } from '../picture/picture.ts'

/** Where two pictures differ, and how much. */
export type Change = {
  /** Null for all of the picture. */
  readonly place: string | null
  /** Squared difference within the box. */
  readonly energy: number
  /** The same of two other pictures, within the same box. */
  readonly energyOf: (a: Picture, b: Picture) => number
}

/** A box that leaves less than this of the picture is the picture. */
const wholeShare = 0.9

/** @returns null where nothing differs by more than rounding */
export function measureChange(a: Picture, b: Picture): Change | null {
  const { clearBox } = measureDifference(a, b)
  if (!clearBox) return null
  const isWhole = clearBox.width * clearBox.height >= wholeShare * a.width * a.height
  const energyOf = (first: Picture, second: Picture) => energyWithin(clearBox, first, second)
  return { place: isWhole ? null : placeText(clearBox, { origin: { x: 0, y: 0 } }), energy: energyOf(a, b), energyOf }
}

function energyWithin({ x, y, width, height }: PixelBox, a: Picture, b: Picture): number {
  let sum = 0
  for (let row = y; row < y + height; row++) {
    const from = (row * a.width + x) * 4
    for (let at = from; at < from + width * 4; at++) {
      const difference = Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0))
      // What differs by no more than rounding is the same.
      if (difference > 1) sum += difference * difference
    }
  }
  return sum
}
