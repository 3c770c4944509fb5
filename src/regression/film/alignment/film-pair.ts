import type { FrameTimes } from '../../../encoder/comparison/compare-films.ts'
import type { Alignment } from './align-frames.ts'
import type { Thumbnails } from './thumbnails.ts'

/** Two films whose frames are held against each other. */
export type FilmPair = {
  /** With the error of colour that the other film has as a whole, so that what else differs can be seen. */
  readonly baseline: Thumbnails
  readonly actual: Thumbnails
  readonly alignment: Alignment
  readonly times: { readonly baseline: FrameTimes; readonly actual: FrameTimes }
  /** Frames per second. */
  readonly fps: number
}

/** Seconds of a frame of the baseline; where its file has no times, by its number. */
export function secondsOf({ times, fps }: Pick<FilmPair, 'times' | 'fps'>, frame: number): number {
  return times.baseline[frame] ?? frame / fps
}
