import { FramefarmError } from '../../shared/errors.ts'
import type { Picture } from '../picture/picture.ts'
import type { PictureRules } from '../rules/picture-rules.ts'
import type { Comparison, Measures } from '../verdict.ts'
import { drawDifference, shades } from './draw-difference.ts'
import { wordsOf } from './measure-difference.ts'
import { judgeZone, type ZoneVerdict } from './judge-zone.ts'
import { boxAround, type PixelBox } from './pixel-box.ts'
import { cutZones, type Zone } from './zones.ts'

export type PictureComparison = Comparison & {
  /** Pixels that what moved furthest has moved; 0 where nothing has changed, null where it is not known, or something else has changed. */
  readonly moved: number | null
  /** The baseline dimmed, and what differs marked; drawn when it is asked for. */
  readonly differencePicture: () => Picture
}

type Judged = { readonly zone: Zone; readonly verdict: ZoneVerdict }

/**
 * Tells whether a picture has changed beyond the rules, and how, in words. Pure; 1080p takes up to some 0.3 s where it has changed.
 * @throws USAGE where the pictures differ in size
 */
export function comparePictures(baseline: Picture, actual: Picture, rules: PictureRules): PictureComparison {
  if (baseline.width !== actual.width || baseline.height !== actual.height) {
    const sizes = [baseline, actual].map(({ width, height }) => `${width}x${height}`)
    throw new FramefarmError('USAGE', `pictures of ${sizes.join(' and ')} cannot be compared`, {
      hint: 'Capture the baseline anew in the size of the film.',
    })
  }
  if (isSame(baseline, actual)) {
    return {
      outcome: 'same',
      measures: null,
      findings: [],
      moved: 0,
      differencePicture: () => drawDifference(baseline, new Uint8Array(baseline.width * baseline.height)),
    }
  }
  const judged = cutZones(aligned(baseline), aligned(actual), rules).map((zone) => ({ zone, verdict: judgeZone(zone) }))
  const outcomes = judged.map(({ verdict }) => verdict.outcome)
  const outcome = outcomes.includes('changed') ? 'changed' : outcomes.includes('noise') ? 'noise' : 'same'
  return {
    outcome,
    measures: outcome === 'same' ? null : measuresOf(judged),
    findings: judged.flatMap(({ zone, verdict }) => named(zone, verdict)),
    moved: movedOf(judged),
    differencePicture: () => drawDifference(baseline, shadesOf(judged, aligned(baseline), aligned(actual))),
  }
}

function isSame(baseline: Picture, actual: Picture): boolean {
  return Buffer.compare(baseline.data, actual.data) === 0
}

/** Its pixels can be read as words of 32 bits. */
function aligned(picture: Picture): Picture {
  return picture.data.byteOffset % 4 === 0 ? picture : { ...picture, data: Uint8Array.from(picture.data) }
}

function named({ name }: Zone, { findings }: ZoneVerdict): Comparison['findings'] {
  return name === null ? findings : findings.map(({ kind, text }) => ({ kind, text: `${name}: ${text}` }))
}

/** Of the part that has moved furthest. */
function movedOf(judged: readonly Judged[]): number | null {
  return judged.reduce<number | null>((most, { verdict }) => (most === null || verdict.moved === null ? null : Math.max(most, verdict.moved)), 0)
}

function measuresOf(judged: readonly Judged[]): Measures {
  const sum = (of: (each: Judged) => number) => judged.reduce((total, each) => total + of(each), 0)
  const compared = sum(({ zone }) => zone.comparedPixels)
  const differentPixels = sum(({ verdict }) => verdict.marked?.marks.different ?? 0)
  const meanSquare = sum(({ verdict }) => verdict.difference.squaredError) / (compared * 3)
  return {
    differentPixels,
    differentShare: differentPixels / compared,
    antialiasedPixels: sum(({ verdict }) => verdict.marked?.marks.antialiased ?? 0),
    largest: Math.max(...judged.map(({ verdict }) => verdict.difference.largest)),
    psnr: meanSquare === 0 ? null : 10 * Math.log10((255 * 255) / meanSquare),
    ssim: sum(({ zone, verdict }) => verdict.ssim * zone.comparedPixels) / compared,
    box: judged.map(({ zone, verdict }) => placed(verdict.difference.clearBox ?? verdict.difference.box, zone.box)).reduce(boxAround, null),
  }
}

function placed(box: PixelBox | null, { x, y }: PixelBox): PixelBox | null {
  return box && { ...box, x: box.x + x, y: box.y + y }
}

/** What each pixel of the frame is, by the zone that it is in. */
function shadesOf(judged: readonly Judged[], baseline: Picture, actual: Picture): Uint8Array {
  const found = new Uint8Array(baseline.width * baseline.height).fill(shades.leftOut)
  for (const { zone, verdict } of judged) {
    const { box, compared } = zone
    for (let row = 0, own = 0; row < box.height; row++) {
      const start = (box.y + row) * baseline.width + box.x
      if (!compared) found.fill(shades.same, start, start + box.width)
      else for (let column = 0; column < box.width; column++, own++) if (compared[own] !== 0) found[start + column] = shades.same
    }
    drawMarks(found, { zone, verdict }, baseline.width)
  }
  const [before, now] = [wordsOf(baseline), wordsOf(actual)]
  for (let pixel = 0; pixel < found.length; pixel++) {
    if (found[pixel] === shades.same && before[pixel] !== now[pixel]) found[pixel] = shades.slight
  }
  return found
}

function drawMarks(shade: Uint8Array, { zone, verdict }: Judged, width: number): void {
  if (!verdict.marked) return
  const { box, marks } = verdict.marked
  for (let row = 0, own = 0; row < box.height; row++) {
    const start = (zone.box.y + box.y + row) * width + zone.box.x + box.x
    for (let column = 0; column < box.width; column++, own++) {
      const mark = marks.data[own] ?? shades.same
      if (mark !== shades.same) shade[start + column] = mark
    }
  }
}
