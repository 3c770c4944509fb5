import { moveText } from '../../compare/move-text.ts'
import type { FilmFinding, MeasuredFrame } from '../film-check.ts'
import type { FilmLimits } from '../film-limits.ts'
import { median } from '../median.ts'
import { mostOf, placeOf, stretchesOf, type Stretch } from '../picture/stretches.ts'
import type { CloserLook } from './look-closer.ts'

type Look = {
  readonly measured: readonly MeasuredFrame[]
  /** Frames that another finding speaks of. */
  readonly known: ReadonlySet<number>
  readonly limits: Pick<FilmLimits, 'moved' | 'detail'>
  /** Wrong colours have another contrast, in which no detail has the strength that it had. */
  readonly hasColourError: boolean
  readonly lookAt: (frame: MeasuredFrame) => Promise<CloserLook>
}

type Named = {
  readonly findings: readonly FilmFinding[]
  /** Frames of the baseline whose difference the findings explain. */
  readonly frames: ReadonlySet<number>
}

type Fault = {
  /** How far a frame is beyond what is noise; more than 1 is a fault. */
  readonly badness: (frame: MeasuredFrame) => number
  /** How much of its difference that explains; in the middle of a stretch it must be `clearShare`. */
  readonly clearness: (frame: MeasuredFrame) => number
  readonly clearShare: number
  readonly leastFrames: number
  /** What is told of a stretch; null where it is not so of the picture as a whole. */
  readonly name: (stretch: Stretch, look: CloserLook) => Pick<FilmFinding, 'kind' | 'text'> | null
}

/** Of the difference of two frames a move or a blur explains so much; what other coding does looks a little like both, and explains less. */
const leastShare = 0.1
/** So much of what has detail must have moved alike, or be as blurred, for it to be the picture and not something in it. */
const wholeShare = 0.7
/** Weaker than this, a part is not blurred, but something in it is missing. */
const leastStrength = 0.15
/** A closer look decodes two frames; of a film with more stretches than this, the longest ones tell enough. */
const mostLooks = 8

/** What is wrong with all of the picture that is neither a colour nor another content: it is elsewhere, softer or sharper. */
export async function nameDetail({ measured, known, limits, hasColourError, lookAt }: Look): Promise<Named> {
  const findings: FilmFinding[] = []
  const frames = new Set<number>()
  const faults = [moved(limits), ...(hasColourError ? [] : softerOrSharper(limits))]
  for (const { badness, clearness, clearShare, leastFrames, name } of faults) {
    const stretches = stretchesOf(measured.filter((frame) => !known.has(frame.frame) && badness(frame) > 1))
    const clear = stretches.filter((stretch) => stretch.length >= leastFrames && median(stretch.map(clearness)) >= clearShare)
    for (const stretch of clear.toSorted((a, b) => b.length - a.length).slice(0, mostLooks)) {
      const named = name(stretch, await lookAt(mostOf(stretch, clearness)))
      if (named === null) continue
      const { subject, isSingular, frames: span, seconds } = placeOf(stretch, measured.length)
      findings.push({ kind: named.kind, text: `${subject} ${isSingular ? 'is' : 'are'} ${named.text}`, frames: span, seconds })
      for (const { frame } of stretch) frames.add(frame)
    }
  }
  return { findings: findings.toSorted((a, b) => (a.frames?.from ?? 0) - (b.frames?.from ?? 0)), frames }
}

function moved(limits: Look['limits']): Fault {
  return {
    badness: ({ move }) => (move === null || move.share < leastShare ? 0 : Math.hypot(move.x, move.y) / limits.moved),
    clearness: ({ move }) => move?.share ?? 0,
    clearShare: 0.15,
    // After a key frame a coder lags behind what moves, for a frame or two.
    leastFrames: 3,
    name: (stretch, { motion, movedShare, size }) => {
      if (movedShare < wholeShare || Math.hypot(motion.x, motion.y) <= limits.moved) return null
      return { kind: 'moved', text: isSteady(stretch) ? moveText(motion, size) : `moved, each otherwise, by up to ${furthest(stretch)} px` }
    },
  }
}

function softerOrSharper(limits: Look['limits']): readonly Fault[] {
  return [
    {
      badness: ({ detail }) => (detail === null || detail.share < leastShare ? 0 : ((1 - detail.strength) * 100) / limits.detail),
      clearness: ({ detail }) => detail?.share ?? 0,
      clearShare: 0.2,
      leastFrames: 1,
      name: (stretch, { strengths }) => {
        const weaker = strengths.filter((strength) => strength < 1 - limits.detail / 200 && strength > leastStrength)
        return isMost(weaker, strengths) ? { kind: 'blurred', text: `blurred: ${strengthText(stretch)}` } : null
      },
    },
    {
      badness: ({ detail }) => (detail === null || detail.share < leastShare ? 0 : ((detail.strength - 1) * 100) / limits.detail),
      clearness: ({ detail }) => detail?.share ?? 0,
      clearShare: 0.2,
      leastFrames: 1,
      name: (stretch, { strengths }) => {
        const stronger = strengths.filter((strength) => strength > 1 + limits.detail / 200)
        return isMost(stronger, strengths) ? { kind: 'sharpened', text: `sharpened: ${strengthText(stretch)}` } : null
      },
    },
  ]
}

function isMost(parts: readonly number[], all: readonly number[]): boolean {
  return all.length > 0 && parts.length >= all.length * wholeShare
}

function strengthText(stretch: Stretch): string {
  return `the finest detail has ${Math.round(100 * median(stretch.map(({ detail }) => detail?.strength ?? 1)))} % of its strength`
}

function moveOf({ move }: MeasuredFrame): number {
  return move === null ? 0 : Math.hypot(move.x, move.y)
}

/** Whether most frames have moved as the middle one. */
function isSteady(stretch: Stretch): boolean {
  const middle = { x: median(stretch.map(({ move }) => move?.x ?? 0)), y: median(stretch.map(({ move }) => move?.y ?? 0)) }
  const near = stretch.filter(({ move }) => move !== null && Math.hypot(move.x - middle.x, move.y - middle.y) <= Math.hypot(middle.x, middle.y) / 2)
  return near.length >= stretch.length / 2
}

function furthest(stretch: Stretch): string {
  return `${Number(moveOf(mostOf(stretch, moveOf)).toFixed(1))}`
}
