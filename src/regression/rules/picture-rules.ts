/** A part of the frame, each value 0 to 1 of its width or height, so that it holds for every size. */
export type RuleBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** What is still noise. */
export type Tolerances = {
  /** Colour difference of one pixel, as perceived: 0 none, 1 black against white. 0.01 is 2.6 levels of grey. */
  readonly threshold: number
  /** The same for pixels that are anti-aliased, on the edges of text and shapes. */
  readonly antialiased: number
  /** Share of pixels that may differ by more than that, 0 to 1. */
  readonly share: number
  /** Least structural similarity, 0 to 1. */
  readonly ssim: number
  /** Pixels that all of it may have moved. */
  readonly moved: number
  /** Levels of 255 that the colours of all of it may have shifted. */
  readonly colour: number
}

/** The rules for one picture. */
export type PictureRules = {
  readonly tolerances: Tolerances
  /** What is left out. */
  readonly masks: readonly RuleBox[]
  /** Parts with tolerances of their own; where two overlap, both look at it. */
  readonly regions: readonly { readonly name: string; readonly box: RuleBox; readonly tolerances: Tolerances }[]
}

/**
 * For frames of one renderer: noise of rounding passes, a change that one could see does not.
 * Two levels are common between two builds of a decoder or a graphics driver; three are not.
 */
export const usualTolerances: Tolerances = { threshold: 0.01, antialiased: 0.1, share: 0, ssim: 0.9, moved: 0.1, colour: 1 }
