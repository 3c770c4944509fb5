import type { Comparison } from '../verdict.ts'

export const browserNames = ['chromium', 'firefox', 'webkit'] as const
export type BrowserName = (typeof browserNames)[number]

/** What one browser shows at the time of a picked frame, held against the film's own frame. */
export type FrameOpinion = {
  /** Of the pick. */
  readonly name: string
  /** PNG files. */
  readonly picture: string
  readonly difference: string | null
  readonly comparison: Comparison
}

/** A second opinion on a film's frames. */
export type Opinion = {
  readonly browser: BrowserName
  /** For people: `Chromium 156.0.8078.79`. */
  readonly title: string
  readonly frames: readonly FrameOpinion[]
  /** Why it could not be asked, or not to the end, and what to do; null where all went well. */
  readonly problem: string | null
}
