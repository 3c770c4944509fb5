import type { ComparedFrame } from './compare-frame.ts'
import type { Opinion } from '../opinion/opinion.ts'

/** What a check has seen, or need not see again. */
export type FrameLook = {
  readonly frames: readonly ComparedFrame[]
  /** Nothing was drawn. */
  readonly isSkipped: boolean
  /** Of the whole film. */
  readonly filmFrames: number
  readonly warnings: readonly string[]
  readonly opinions: readonly Opinion[]
}
