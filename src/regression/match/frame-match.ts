/** What a test framework is told: the shape that `expect.extend` of vitest and Jest takes, with figures for a summary. */
export type FrameMatch = {
  readonly pass: boolean
  /** Why it does not pass, or how many frames were as approved. */
  readonly message: () => string
  /** Baselines that were written, for there was none. */
  readonly added: number
  /** Baselines that were overwritten. */
  readonly updated: number
  readonly matched: number
  readonly unmatched: number
}
