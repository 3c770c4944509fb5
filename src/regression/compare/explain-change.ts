import type { Finding } from '../verdict.ts'
import { differsInDetail } from './differs-in-detail.ts'
import { edgeEnergy } from './edge-energy.ts'
import type { Evidence } from './evidence.ts'
import { explainedShare } from './explained-share.ts'
import { findBlur, type BlurChange } from './find-blur.ts'
import { findColour, type ColourChange } from './find-colour.ts'
import { findMotion } from './find-motion.ts'
import { largestMove, sourceColumn, sourceOf, sourceRow, type Motion, type Source } from './motion.ts'
import { moveSamples } from './move-samples.ts'
import { moveText } from './move-text.ts'
import { cutMask, nearPx, type PixelMask } from './near-changes.ts'
import { grownBox, type PixelBox } from './pixel-box.ts'
import { cutPlane } from './plane.ts'
import type { Cause } from './predict-change.ts'
import { takeSamples, type Samples } from './samples.ts'

/** What most of a change is. */
export type Explanation = {
  readonly findings: readonly Finding[]
  /** Of what differs, 0 to 1. */
  readonly share: number
  /** Pixels that what moved furthest has moved; 0 where nothing did. */
  readonly moved: number
  /** Levels of 255 that the colours have changed by on average; 0 where they did not. */
  readonly colour: number
  readonly cause: Cause
}

type Fit = {
  readonly motion: Motion | null
  readonly colour: ColourChange | null
  readonly blur: BlurChange | null
  readonly share: number
}

/** Less is no explanation. */
const leastShare = 0.6
/** With that much explained, nothing is added. */
const enoughShare = 0.95
/** Where no cause alone explains as much, no two of them do. */
const worthwhileShare = 0.15
/** A second cause must explain that much more; one that comes later in the list, that much more than the first. */
const leastGain = 0.1
const preference = 0.02
/** A change of colour leaves edges where they are: it makes them so much weaker or stronger at most. */
const mostEdges = 5
/** A blur is known by what it takes from the whole, not from each pixel: how it was drawn small and large again decides that. */
const leastBlurFit = 0.3
/** What a cause explains that fits as a whole. */
const clearShare = 0.65
/** Of the squared difference. */
const mostLeftByMove = 0.15
const marginPx = 12

/**
 * Tries to explain how a part of the picture has changed: by a move, a change of colour, a blur, or two of them.
 * @returns null where these leave more than a third of it
 */
export function explainChange(evidence: Evidence, box: PixelBox): Explanation | null {
  const still = stillColour(evidence, box)
  if (still) return explanationOf(still, box)
  const motion = motionIn(evidence, box)
  // What has moved must also be where it has moved to.
  const reach = Math.min(Math.ceil(largestMove(motion, box)), Math.max(box.width, box.height))
  const around = grownBox(box, Math.min(marginPx, reach) + reach, evidence.baseline)
  const best = bestFit(evidence, takeSamples(evidence, around), { motion, around })
  return best.share < leastShare ? null : explanationOf(best, around)
}

function motionIn({ baseline, lumaBefore, lumaNow, near }: Evidence, box: PixelBox): Motion {
  const grown = grownBox(box, marginPx, baseline)
  const [oddX, oddY] = [grown.x % nearPx, grown.y % nearPx]
  const around = { x: grown.x - oddX, y: grown.y - oddY, width: grown.width + oddX, height: grown.height + oddY }
  const motion = findMotion({ from: cutPlane(lumaBefore, around), to: cutPlane(lumaNow, around), near: cutMask(near, squaresOf(around)) })
  return { ...motion, centreX: motion.centreX + around.x, centreY: motion.centreY + around.y }
}

function squaresOf({ x, y, width, height }: PixelBox): PixelBox {
  return { x: x / nearPx, y: y / nearPx, width: Math.ceil(width / nearPx), height: Math.ceil(height / nearPx) }
}

function keepsEdges({ lumaBefore, lumaNow }: Evidence, box: PixelBox): boolean {
  const [before, now] = [edgeEnergy(lumaBefore, box), edgeEnergy(lumaNow, box)]
  return now <= before * mostEdges && before <= now * mostEdges
}

/** A change of colour that explains all there is: whether anything has moved need not be looked for. */
function stillColour(evidence: Evidence, box: PixelBox): Fit | null {
  if (!keepsEdges(evidence, box)) return null
  const samples = takeSamples(evidence, box)
  const isStill = (sample: number) => isNear(evidence, samples, { sample, source: null })
  const colour = findColour(samples, samples.from, (predicted) => explainedShare(samples, predicted, isStill))
  const fit: Fit = { motion: null, colour, blur: null, share: colour.share }
  return isUnbeaten(fit) ? fit : null
}

/** The cause that explains most; two causes where that is clearly better. */
function bestFit(evidence: Evidence, samples: Samples, { motion, around }: { motion: Motion; around: PixelBox }): Fit {
  const mayBeColour = keepsEdges(evidence, around)
  const still: Fit = { motion: null, colour: null, blur: null, share: 0 }
  const source = sourceOf(motion)
  const isStill = (sample: number) => isNear(evidence, samples, { sample, source: null })
  const isMoved = (sample: number) => isNear(evidence, samples, { sample, source })
  const withColour = (base: Float32Array, fit: Fit): Fit => {
    const colour = findColour(samples, base, (predicted) => explainedShare(samples, predicted, fit.motion ? isMoved : isStill))
    return { ...fit, colour, share: colour.share }
  }
  const withBlur = (base: Float32Array, fit: Fit): Fit => {
    const blur = findBlur(evidence, samples, { base, motion: fit.motion })
    if (blur.findings.length === 0 && !fit.motion) return fit
    return { ...fit, blur, share: explainedShare(samples, blur.predicted, fit.motion ? isMoved : isStill) }
  }
  const placed = moveSamples(evidence.baseline, samples, motion)
  const moved = clearMove({ ...still, motion, share: explainedShare(samples, placed, isMoved) }, samples, placed)
  const coloured = mayBeColour ? withColour(samples.from, still) : still
  const first = bestOf([coloured, moved])
  const best = isUnbeaten(first) ? first : bestOf([coloured, moved, clearBlur(withBlur(samples.from, still), evidence, around)])
  if (best.share >= enoughShare || best.share < worthwhileShare) return best
  const movedAndColoured = mayBeColour ? withColour(placed, moved) : still
  const colouredAndBlurred = coloured.colour ? withBlur(coloured.colour.predicted, coloured) : still
  const better = bestOf([movedAndColoured, withBlur(placed, moved), colouredAndBlurred])
  return better.share >= best.share + leastGain ? better : best
}

/** Letters that are turned are drawn anew, and few of their pixels are right: a move that leaves hardly any of the difference explains enough. */
function clearMove(fit: Fit, { from, to }: Samples, placed: Float32Array): Fit {
  let [before, left] = [0, 0]
  for (let at = 0; at < placed.length; at++) {
    before += ((to[at] ?? 0) - (from[at] ?? 0)) ** 2
    left += ((to[at] ?? 0) - (placed[at] ?? 0)) ** 2
  }
  return left <= mostLeftByMove * before ? { ...fit, share: Math.max(fit.share, clearShare) } : fit
}

/** A blur that fits as a whole, and leaves all but the finest detail as it was, explains enough. */
function clearBlur(fit: Fit, evidence: Evidence, box: PixelBox): Fit {
  const isClear = fit.blur !== null && fit.blur.fit >= leastBlurFit && differsInDetail(evidence, box)
  return isClear ? { ...fit, share: Math.max(fit.share, clearShare) } : fit
}

/** Nothing can explain clearly more. */
function isUnbeaten({ share }: Fit): boolean {
  return share + preference >= 1
}

/** The first, unless a later one is clearly better. */
function bestOf(fits: readonly Fit[]): Fit {
  return fits.reduce((best, fit) => (fit.share > best.share + preference ? fit : best))
}

function explanationOf({ motion, colour, blur, share }: Fit, box: PixelBox): Explanation {
  const moved: readonly Finding[] = motion ? [{ kind: 'moved', text: moveText(motion, box) }] : []
  return {
    findings: [...moved, ...(colour?.findings ?? []), ...(blur?.findings ?? [])],
    share,
    moved: motion ? largestMove(motion, box) : 0,
    colour: colour?.levels ?? 0,
    cause: { motion, colour, blur },
  }
}

/** Near to a change, or moved here from there. */
function isNear({ near }: Evidence, { x, y }: Samples, { sample, source }: { sample: number; source: Source | null }): boolean {
  const [column, row] = [x[sample] ?? 0, y[sample] ?? 0]
  if (isMarked(near, column, row)) return true
  return source !== null && isMarked(near, sourceColumn(source, column, row), sourceRow(source, column, row))
}

function isMarked({ width, data }: PixelMask, x: number, y: number): boolean {
  const column = Math.floor(x / nearPx)
  return column >= 0 && column < width && data[Math.floor(y / nearPx) * width + column] === 1
}
