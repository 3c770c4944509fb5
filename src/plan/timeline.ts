import type { FrameRate } from '../film/film.ts'

/** A run of frames: from the first one up to, and without, `to`. */
export type FrameRange = { readonly from: number; readonly to: number }

/**
 * The frames of each scene. Borders are rounded from the sum of all durations before them, so that
 * rounding never adds up: scene n starts at the frame nearest to its exact time.
 * @param durations seconds
 */
export function sceneRanges(durations: readonly number[], fps: FrameRate): readonly FrameRange[] {
  let seconds = 0
  return durations.map((duration) => {
    const from = frameAt(seconds, fps)
    seconds += duration
    return { from, to: frameAt(seconds, fps) }
  })
}

/** The frame nearest to a time in seconds. */
export function frameAt(seconds: number, { num, den }: FrameRate): number {
  // Sums of decimal fractions (0.1 + 0.2) miss their value by some 1e-16; without this a border at x.5 frames could fall either way.
  return Math.round(Number(((seconds * num) / den).toFixed(6)))
}

/** The time of a frame, in milliseconds, computed from its number alone: no drift at 30000/1001. */
export function frameTimeMs(frame: number, { num, den }: FrameRate): number {
  return (frame * 1000 * den) / num
}

/** Seconds that so many frames last. */
export function durationOf(frames: number, { num, den }: FrameRate): number {
  return (frames * den) / num
}
