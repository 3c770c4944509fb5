import type { MeasuredFrame } from '../film-check.ts'
import { framesText, secondsText } from '../film-words.ts'

/** Frames of one fault, in their order; never none. */
export type Stretch = readonly MeasuredFrame[]

/** Faults with fewer good frames between them are one. */
const nearFrames = 6
/** A fault in so much of the film is one of all of it. */
const wholeShare = 0.95

export function stretchesOf(frames: readonly MeasuredFrame[]): readonly Stretch[] {
  const stretches: MeasuredFrame[][] = []
  for (const frame of frames) {
    const last = stretches.at(-1)?.at(-1)
    if (last && frame.frame - last.frame <= nearFrames) stretches.at(-1)?.push(frame)
    else stretches.push([frame])
  }
  return stretches
}

/** The frame of which most is true. */
export function mostOf(stretch: Stretch, of: (frame: MeasuredFrame) => number): MeasuredFrame {
  return stretch.reduce((most, frame) => (of(frame) > of(most) ? frame : most))
}

export type Place = {
  /** `every frame`, `frame 12 (0.400 s)`, `frames 10 to 20 (0.333 to 0.667 s)` */
  readonly subject: string
  readonly isSingular: boolean
  readonly frames: { readonly from: number; readonly to: number } | null
  readonly seconds: { readonly from: number; readonly to: number } | null
}

/** @param compared how many frames of the film were compared */
export function placeOf(stretch: Stretch, compared: number): Place {
  const isSingular = stretch.length === 1
  if (!isSingular && stretch.length >= compared * wholeShare) return { subject: 'every frame', isSingular: true, frames: null, seconds: null }
  const frames = { from: stretch[0]?.frame ?? 0, to: stretch.at(-1)?.frame ?? 0 }
  const seconds = { from: stretch[0]?.seconds ?? 0, to: stretch.at(-1)?.seconds ?? 0 }
  return { subject: `${framesText(frames)} (${secondsText(seconds)})`, isSingular, frames, seconds }
}
