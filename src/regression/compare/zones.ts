import type { Picture } from '../picture/picture.ts'
import type { PictureRules, RuleBox, Tolerances } from '../rules/picture-rules.ts'
import { cutMask } from './near-changes.ts'
import type { PixelBox } from './pixel-box.ts'

/** A part of both pictures that is looked at with the same tolerances. */
export type Zone = {
  /** Null for the frame. */
  readonly name: string | null
  readonly box: PixelBox
  readonly baseline: Picture
  /** Of what is left out it shows what the baseline shows. */
  readonly actual: Picture
  /** 1 where pixels are compared, 0 where they are left out; null where all are compared. */
  readonly compared: Uint8Array | null
  readonly comparedPixels: number
  readonly tolerances: Tolerances
}

/** The frame without its masks and regions, and each region without the masks. */
export function cutZones(baseline: Picture, actual: Picture, { tolerances, masks, regions }: PictureRules): readonly Zone[] {
  const { width, height } = baseline
  const masked = masks.map((mask) => pixelsOf(mask, baseline))
  const places = regions.map(({ box }) => pixelsOf(box, baseline))
  const frame = zoneOf({ baseline, actual }, { x: 0, y: 0, width, height }, [...masked, ...places])
  const parts = regions.map(({ name, tolerances: own }, index) => {
    const box = places[index] ?? { x: 0, y: 0, width, height }
    return { ...zoneOf({ baseline, actual }, box, masked), name, tolerances: own }
  })
  return [{ ...frame, name: null, tolerances }, ...parts].filter(({ comparedPixels }) => comparedPixels > 0)
}

/** Pictures of a place in the frame. */
type ZonePart = Pick<Zone, 'baseline' | 'actual' | 'compared' | 'box'>

/** A part of a zone, alone. */
export function cutZone({ baseline, actual, compared, box }: ZonePart, part: PixelBox): ZonePart {
  return {
    baseline: cutPicture(baseline, part),
    actual: cutPicture(actual, part),
    compared: compared && cutMask({ ...box, data: compared }, part).data,
    box: { ...part, x: box.x + part.x, y: box.y + part.y },
  }
}

/** The picture without its masks: the same there, whatever it shows. */
export function withoutMasks(picture: Picture, masks: readonly RuleBox[]): Picture {
  if (masks.length === 0) return picture
  const data = Uint8Array.from(picture.data)
  for (const mask of masks) {
    const { x, y, width, height } = pixelsOf(mask, picture)
    for (let row = y; row < y + height; row++) data.fill(0, (row * picture.width + x) * 4, (row * picture.width + x + width) * 4)
  }
  return { ...picture, data }
}

/** All pixels that the part touches. */
function pixelsOf(box: RuleBox, { width, height }: Picture): PixelBox {
  const [x, y] = [Math.floor(box.x * width), Math.floor(box.y * height)]
  const [right, bottom] = [Math.ceil((box.x + box.width) * width), Math.ceil((box.y + box.height) * height)]
  return { x, y, width: Math.min(width, right) - x, height: Math.min(height, bottom) - y }
}

function zoneOf(pair: { baseline: Picture; actual: Picture }, box: PixelBox, leftOut: readonly PixelBox[]): Omit<Zone, 'name' | 'tolerances'> {
  const [baseline, actual] = [cutPicture(pair.baseline, box), cutPicture(pair.actual, box)]
  const holes = leftOut.flatMap((hole) => overlap(hole, box))
  const pixels = box.width * box.height
  if (holes.length === 0) return { box, baseline, actual, compared: null, comparedPixels: pixels }
  const compared = new Uint8Array(pixels).fill(1)
  const filled = Uint8Array.from(actual.data)
  for (const hole of holes) {
    for (let row = hole.y; row < hole.y + hole.height; row++) {
      const from = row * box.width + hole.x
      compared.fill(0, from, from + hole.width)
      filled.set(baseline.data.subarray(from * 4, (from + hole.width) * 4), from * 4)
    }
  }
  const comparedPixels = compared.reduce((sum, value) => sum + value, 0)
  return { box, baseline, actual: { ...actual, data: filled }, compared, comparedPixels }
}

/** What of `hole` lies within `box`, in pixels of the box. */
function overlap(hole: PixelBox, box: PixelBox): readonly PixelBox[] {
  const [x, y] = [Math.max(hole.x, box.x), Math.max(hole.y, box.y)]
  const width = Math.min(hole.x + hole.width, box.x + box.width) - x
  const height = Math.min(hole.y + hole.height, box.y + box.height) - y
  return width > 0 && height > 0 ? [{ x: x - box.x, y: y - box.y, width, height }] : []
}

export function cutPicture(picture: Picture, { x, y, width, height }: PixelBox): Picture {
  if (width === picture.width && height === picture.height) return picture
  const data = new Uint8Array(width * height * 4)
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 4
    data.set(picture.data.subarray(from, from + width * 4), row * width * 4)
  }
  return { width, height, data }
}
