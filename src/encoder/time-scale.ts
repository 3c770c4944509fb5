import type { FrameRate } from '../film/film.ts'

/** Ticks per second that players and editors expect of video. */
const usualTicks = 90_000

/**
 * Ticks per second of the video track, such that a frame lasts a whole number of them: 90000 for most rates,
 * 120000 for 60000/1001 and 96000 for 24000/1001, where 90000 would make uneven frames.
 */
export function trackTimescale({ num, den }: FrameRate): number {
  return (usualTicks * den) % num === 0 ? usualTicks : num * Math.ceil(usualTicks / num)
}

/** Ticks of one frame at `trackTimescale`. */
export function frameTicks(fps: FrameRate): number {
  return (trackTimescale(fps) * fps.den) / fps.num
}
