import type { Finding } from '../verdict.ts'
import type { Evidence } from './evidence.ts'
import { findClusters, type Cluster } from './find-clusters.ts'
import { sourceColumn, sourceOf, sourceRow, type Motion } from './motion.ts'
import { placeFindings } from './name-places.ts'
import { nearChanges } from './near-changes.ts'
import { areaOf, grownBox, type PixelBox } from './pixel-box.ts'
import { lumaOf } from './plane.ts'
import { predictChange, type Cause } from './predict-change.ts'
import { sampleChange } from './sample-change.ts'
import { sampleStep, takeSamples, type Samples } from './samples.ts'
import { cutPicture, cutZone } from './zones.ts'

/** At 1080p every fourth pixel of every fourth row: a letter is some of them. */
const mostSamples = 130_000
/** What a cause leaves of a sample, of 255 levels: rounding twice where pixels are at their places, interpolation where they are not. */
const leastRest = { inPlace: 4, resampled: 12 }
/** Root of the mean square of what is left in a place. */
const leastRms = { inPlace: 4, resampled: 32 }
/** A sample is explained where no more than this of its change is left, and a place where no more is of the squares of all changes. */
const leftShare = 0.5
/** Samples are judged in squares of so many, of which so many must be left. */
const cellSamples = 4
const leastInCell = 3
/** Fewer samples are no place, nor are those that fill less of it. */
const leastInPlace = 5
const leastDensity = 0.2
/** More places, or more of the picture, are a cause that fits badly, and no small fault beside it. */
const mostPlaces = 6
const mostShare = 0.1
const mostTold = 3
/** What is around a place, to say what it is. */
const marginPx = 24

/** What is left where a cause does not explain the change: small faults below a change of all. */
export function findRemains(evidence: Evidence, box: PixelBox, cause: Cause): readonly Finding[] {
  const places = unexplainedPlaces(evidence, box, cause)
  return places.slice(0, mostTold).flatMap((place) => {
    const around = grownBox(place, marginPx, evidence.baseline)
    return placeFindings(evidenceBelow(evidence, around, cause), { ...place, x: place.x - around.x, y: place.y - around.y })
  })
}

function unexplainedPlaces(evidence: Evidence, box: PixelBox, cause: Cause): readonly PixelBox[] {
  const step = sampleStep(box, mostSamples)
  const grid = { width: Math.ceil(box.width / step), height: Math.ceil(box.height / step), cellPx: cellSamples }
  const rests = restsOf(evidence, { box, step, width: grid.width, height: grid.height }, cause)
  keepFullCells(rests.left, grid)
  const places = findClusters(grid, (sample) => rests.left[sample] === 1).filter((place) =>
    isClear(place, { ...rests, ...grid, least: leastRms[kindOf(cause)] }),
  )
  const share = places.reduce((sum, place) => sum + areaOf(place.box), 0) / rests.left.length
  return places.length > mostPlaces || share > mostShare ? [] : places.map((place) => inPixels(place, box, step))
}

type SampleGrid = { readonly box: PixelBox; readonly step: number; readonly width: number; readonly height: number }

/** For each sample of a grid; 0 where none is taken. */
type Rests = {
  /** 1 where it has changed, and is not explained: a title may stand over a photograph that has moved. */
  readonly left: Uint8Array
  /** Squares of the difference, and of what the cause leaves of it. */
  readonly changed: Float32Array
  readonly unexplained: Float32Array
}

function restsOf(evidence: Evidence, { box, step, width, height }: SampleGrid, cause: Cause): Rests {
  const samples = takeSamples(evidence, box, step)
  const { count, x, y } = samples
  const predicted = predictChange(evidence.baseline, samples, cause)
  const hasCome = comers(samples, cause.motion, evidence.baseline)
  const least = leastRest[kindOf(cause)]
  const rests = { left: new Uint8Array(width * height), changed: new Float32Array(width * height), unexplained: new Float32Array(width * height) }
  for (let sample = 0; sample < count; sample++) {
    const { difference, change, rest } = sampleChange(samples, predicted, sample)
    if (hasCome(sample)) continue
    const at = (((y[sample] ?? 0) - box.y) / step) * width + ((x[sample] ?? 0) - box.x) / step
    rests.changed[at] = difference * difference
    rests.unexplained[at] = rest * rest
    if (difference > least && rest > Math.max(least, leftShare * Math.max(difference, change))) rests.left[at] = 1
  }
  return rests
}

/** Where edges were resampled otherwise, few of the samples are left, in lines, and most of the change is explained. */
function isClear(
  { box, pixels }: Cluster,
  { changed, unexplained, width, least }: Rests & { readonly width: number; readonly least: number },
): boolean {
  if (pixels < leastInPlace || pixels < leastDensity * areaOf(box) || Math.min(box.width, box.height) < 2) return false
  let [before, rest] = [0, 0]
  for (let row = box.y; row < box.y + box.height; row++) {
    for (let at = row * width + box.x; at < row * width + box.x + box.width; at++) {
      before += changed[at] ?? 0
      rest += unexplained[at] ?? 0
    }
  }
  return rest >= leftShare * before && rest >= least * least * areaOf(box)
}

/** Whether pixels are where they were, or were put together of others. */
function kindOf({ motion, blur }: Cause): 'inPlace' | 'resampled' {
  return motion || blur ? 'resampled' : 'inPlace'
}

/** What has come in from beyond the edge is no fault. */
function comers({ x, y }: Samples, motion: Motion | null, { width, height }: Evidence['baseline']): (sample: number) => boolean {
  if (!motion) return () => false
  const source = sourceOf(motion)
  return (sample) => {
    const column = sourceColumn(source, x[sample] ?? 0, y[sample] ?? 0)
    const row = sourceRow(source, x[sample] ?? 0, y[sample] ?? 0)
    return column < 1 || row < 1 || column > width - 2 || row > height - 2
  }
}

/** Single samples are edges that were resampled otherwise. */
function keepFullCells(marked: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): void {
  for (let y = 0; y < height; y += cellSamples) {
    for (let x = 0; x < width; x += cellSamples) {
      const [right, bottom] = [Math.min(width, x + cellSamples), Math.min(height, y + cellSamples)]
      let count = 0
      for (let row = y; row < bottom; row++) for (let at = row * width + x; at < row * width + right; at++) count += marked[at] ?? 0
      if (count >= leastInCell) continue
      for (let row = y; row < bottom; row++) marked.fill(0, row * width + x, row * width + right)
    }
  }
}

function inPixels({ box: { x, y, width, height } }: Cluster, box: PixelBox, step: number): PixelBox {
  const [left, top] = [box.x + x * step, box.y + y * step]
  const [right, bottom] = [Math.min(box.x + box.width, left + width * step), Math.min(box.y + box.height, top + height * step)]
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** A part of the evidence in which the cause has been taken away: the baseline is what the cause makes of it. */
function evidenceBelow(evidence: Evidence, part: PixelBox, cause: Cause): Evidence {
  const { baseline, actual, compared, origin, zone } = evidence
  const cut = cutZone({ baseline, actual, compared, box: { ...baseline, ...origin } }, part)
  const predicted = predictedPart(evidence, part, cause)
  const [lumaBefore, lumaNow] = [lumaOf(predicted), lumaOf(cut.actual)]
  return { ...cut, baseline: predicted, origin: cut.box, zone, lumaBefore, lumaNow, near: nearChanges(lumaBefore, lumaNow) }
}

function predictedPart(evidence: Evidence, part: PixelBox, cause: Cause): Evidence['baseline'] {
  const samples = takeSamples(evidence, part, 1)
  const predicted = predictChange(evidence.baseline, samples, cause)
  const { width, height, data } = cutPicture(evidence.actual, part)
  const pixels = Uint8ClampedArray.from(data)
  for (let at = 0; at < samples.count; at++) {
    const pixel = (((samples.y[at] ?? 0) - part.y) * width + (samples.x[at] ?? 0) - part.x) * 4
    pixels.set(predicted.subarray(at * 3, at * 3 + 3), pixel)
    pixels[pixel + 3] = 255
  }
  return { width, height, data: new Uint8Array(pixels.buffer) }
}
