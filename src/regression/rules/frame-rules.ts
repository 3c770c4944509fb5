import type { RuleBox, Tolerances } from './picture-rules.ts'

/** What holds for a scene, beside what holds for the film. */
export type SceneRules = {
  readonly tolerances: Partial<Tolerances>
  readonly masks: readonly RuleBox[]
  readonly regions: readonly RegionRules[]
}

export type RegionRules = { readonly name: string; readonly box: RuleBox; readonly tolerances: Partial<Tolerances> }

/** The rules of a film. */
export type FrameRules = SceneRules & {
  /** By number, from 1. */
  readonly scenes: ReadonlyMap<number, SceneRules>
  readonly picks: {
    /** First, middle and last frames of scenes, transitions and captions. */
    readonly usual: boolean
    /** Others: in seconds, or as a part of the film, from 0 to 1. */
    readonly at: readonly ({ readonly seconds: number } | { readonly part: number })[]
  }
}
