import type { Finding } from '../verdict.ts'
import { edgeEnergy } from './edge-energy.ts'
import type { Evidence } from './evidence.ts'
import { explainChange } from './explain-change.ts'
import type { Cluster } from './find-clusters.ts'
import { findRecolour } from './find-recolour.ts'
import { areaOf, grownBox, type PixelBox } from './pixel-box.ts'

/** More places are counted, not told one by one. */
const mostTold = 3
/** From there on a change is everywhere: so many places, or so much of the picture. */
const mostPlaces = 24
const everywhereShare = 0.5
/** What was drawn is gone where no more than this of the edges is left; and the other way round. */
const goneShare = 0.4

/** Each place where something differs, with what is different there; or that it is everywhere. */
export function namePlaces(evidence: Evidence, clusters: readonly Cluster[], largest: number): readonly Finding[] {
  const pixels = areaOf(evidence.zone)
  const area = clusters.reduce((sum, { box }) => sum + areaOf(box), 0) / pixels
  const share = clusters.reduce((sum, cluster) => sum + cluster.pixels, 0) / pixels
  if (clusters.length > mostPlaces || area > everywhereShare) {
    return [{ kind: 'everywhere', text: `different everywhere: in ${percent(share)} of the pixels, by up to ${largest} of 255 levels` }]
  }
  const told = clusters.slice(0, mostTold).flatMap(({ box }) => placeFindings(evidence, box))
  const more = clusters.length - mostTold
  const rest: readonly Finding[] = more > 0 ? [{ kind: 'local', text: `different in ${more} more ${more === 1 ? 'place' : 'places'}` }] : []
  return [...told, ...rest]
}

/** What is different in a place. */
export function placeFindings(evidence: Evidence, box: PixelBox): readonly Finding[] {
  const explained = explainChange(evidence, box)
  if (explained) return explained.findings.map(({ kind, text }) => ({ kind, text: `${text}, ${placeText(box, evidence)}` }))
  const recolour = findRecolour(evidence, box)
  if (recolour) return [{ ...recolour, text: `${recolour.text}, ${placeText(box, evidence)}` }]
  const [before, now] = [evidence.lumaBefore, evidence.lumaNow].map((plane) => edgeEnergy(plane, grownBox(box, 1, plane)))
  if (before === undefined || now === undefined) return []
  if (now < before * goneShare) return [{ kind: 'local', text: `something is missing, ${placeText(box, evidence)}` }]
  if (before < now * goneShare) return [{ kind: 'local', text: `something new is there, ${placeText(box, evidence)}` }]
  return [{ kind: 'local', text: `different ${placeText(box, evidence)}` }]
}

/** `in 14 x 22 pixels at 512,300` */
export function placeText({ x, y, width, height }: PixelBox, { origin }: Pick<Evidence, 'origin'>): string {
  return `in ${width} x ${height} pixels at ${origin.x + x},${origin.y + y}`
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`
}
