/** A frame that is looked at. */
export type FramePick = {
  /** Stays the same when the film is edited elsewhere, and is a safe file name: scene-01-middle, scene-01-to-02, scene-01-caption-03, at-1.500s. */
  readonly name: string
  /** Counted from the film's start, from 0. */
  readonly frame: number
  readonly seconds: number
  /** Number of its scene, from 1, as in its name. */
  readonly scene: number
  readonly why: readonly PickReason[]
}

export const pickReasons = ['first', 'quarter', 'middle', 'last', 'transition', 'caption', 'chosen'] as const

export type PickReason = (typeof pickReasons)[number]
