import type { Finding } from '../verdict.ts'
import type { Evidence } from './evidence.ts'
import { explainChange, type Explanation } from './explain-change.ts'
import { findClusters } from './find-clusters.ts'
import { findRemains } from './find-remains.ts'
import { markPixels, marks, type PixelMarks } from './mark-pixels.ts'
import { measureDifference, type Difference } from './measure-difference.ts'
import { namePlaces, placeText } from './name-places.ts'
import { nearChanges } from './near-changes.ts'
import { areaOf, grownBox, type PixelBox } from './pixel-box.ts'
import { lumaOf } from './plane.ts'
import { structuralSimilarity } from './structural-similarity.ts'
import { cutZone, type Zone } from './zones.ts'

export type ZoneVerdict = {
  readonly outcome: 'same' | 'noise' | 'changed'
  readonly findings: readonly Finding[]
  /** Pixels that what moved furthest has moved; 0 where nothing has changed, null where it has not moved alone. */
  readonly moved: number | null
  readonly difference: Difference
  readonly ssim: number
  /** Of the part in which anything differs, and where in the zone it lies; null where nothing does. */
  readonly marked: { readonly box: PixelBox; readonly marks: PixelMarks } | null
}

/** Rounding alone is never a change of colour or place. */
const roundingLevels = 1
/** A box that leaves less than this of the picture is the picture. */
const wholeShare = 0.9
/** What has moved is looked for that far from what differs. */
const marginPx = 48

/** Whether a zone has changed beyond its tolerances, and how. */
export function judgeZone(zone: Zone): ZoneVerdict {
  const { tolerances, comparedPixels } = zone
  const difference = measureDifference(zone.baseline, zone.actual)
  if (!difference.box) return { outcome: 'same', findings: [], moved: 0, difference, ssim: 1, marked: null }
  const box = grownBox(difference.box, marginPx, zone.box)
  const { baseline, actual, compared, box: place } = cutZone(zone, box)
  const [lumaBefore, lumaNow] = [lumaOf(baseline), lumaOf(actual)]
  const ssim = 1 - ((1 - structuralSimilarity(lumaBefore, lumaNow)) * areaOf(box)) / areaOf(zone.box)
  const found = markPixels(baseline, actual, tolerances)
  const judged = { difference, ssim, marked: { box, marks: found } }
  const isOver = found.different > tolerances.share * comparedPixels || ssim < tolerances.ssim
  if (!isOver && difference.largest <= roundingLevels) return { ...judged, outcome: 'noise', findings: [], moved: 0 }
  const near = nearChanges(lumaBefore, lumaNow)
  const evidence: Evidence = { baseline, actual, compared, origin: place, zone: zone.box, lumaBefore, lumaNow, near }
  const whole = within(difference.clearBox ?? difference.box, box)
  const explanation = explainChange(evidence, whole)
  const isSystematic = explanation !== null && (explanation.moved > tolerances.moved || explanation.colour > tolerances.colour)
  if (!isOver && !isSystematic) return { ...judged, outcome: 'noise', findings: [], moved: 0 }
  if (explanation) {
    const findings = [...placed(explanation, whole, evidence), ...findRemains(evidence, whole, explanation.cause)]
    return { ...judged, outcome: 'changed', findings, moved: explanation.moved || null }
  }
  const clusters = findClusters({ ...baseline, cellPx: cellOf(zone) }, markTest(found))
  return { ...judged, outcome: 'changed', findings: namePlaces(evidence, clusters, difference.largest), moved: null }
}

function within(box: PixelBox, outer: PixelBox): PixelBox {
  return { ...box, x: box.x - outer.x, y: box.y - outer.y }
}

/** Sixteen pixels at 1080p. */
function cellOf({ box: { width, height } }: Zone): number {
  return Math.max(4, Math.round(Math.max(width, height) / 120))
}

/** Pixels that differ; where there are none of them, those of edges. */
function markTest({ data, different }: PixelMarks): (pixel: number) => boolean {
  const wanted = different > 0 ? marks.different : marks.antialiased
  return (pixel) => data[pixel] === wanted
}

function placed({ findings }: Explanation, box: PixelBox, evidence: Evidence): readonly Finding[] {
  if (areaOf(box) >= wholeShare * areaOf(evidence.zone)) return findings
  return findings.map(({ kind, text }) => ({ kind, text: `${text}, ${placeText(box, evidence)}` }))
}
