import type { FramePick } from './frame-pick.ts'

/** Why two pictures differ, in words of the field. */
export type Finding = {
  readonly kind: 'moved' | 'colour' | 'matrix' | 'range' | 'blurred' | 'sharpened' | 'local' | 'everywhere' | 'late' | 'early' | 'timing'
  /** One sentence without a full stop, with figures: `moved by 0.6 px to the right`. */
  readonly text: string
}
export type Measures = {
  /** Pixels that differ beyond the tolerance of one pixel, anti-aliased ones left out. */
  readonly differentPixels: number
  /** Of all pixels that are compared, 0 to 1. */
  readonly differentShare: number
  readonly antialiasedPixels: number
  /** Largest difference of a channel, 0 to 255. */
  readonly largest: number
  /** dB; null for equal pictures. */
  readonly psnr: number | null
  readonly ssim: number
  /** Box of all that differs, in pixels. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null
}
export type Comparison = {
  /** `same`: byte for byte or pixel for pixel. `noise`: different within the rules. */
  readonly outcome: 'same' | 'noise' | 'changed'
  readonly measures: Measures | null
  readonly findings: readonly Finding[]
}
export type FrameVerdict =
  | { readonly state: 'same' | 'noise' | 'changed'; readonly comparison: Comparison }
  /** There is no baseline of this name for this renderer key. */
  | { readonly state: 'new' }
  /** The baseline cannot be compared: another size, a broken file; `problem` says which and what to do. */
  | { readonly state: 'broken'; readonly problem: string }
  /** A baseline whose frame is not picked any more. */
  | { readonly state: 'gone' }
export type CheckedFrame = {
  readonly pick: FramePick
  readonly verdict: FrameVerdict
  /** PNG files. */
  readonly baseline: string | null
  readonly actual: string | null
  readonly difference: string | null
}
export type FrameCheck = {
  readonly film: {
    readonly path: string
    readonly name: string
    readonly width: number
    readonly height: number
    readonly fps: number
    readonly frames: number
  }
  readonly rendererKey: string
  readonly method: string
  /** The plan had not changed since the baselines were approved: nothing was drawn. */
  readonly isSkipped: boolean
  readonly frames: readonly CheckedFrame[]
  readonly seconds: number
  readonly warnings: readonly string[]
}
