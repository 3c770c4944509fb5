import type { FrameRange } from './timeline.ts'

/** A chunk of usual size: 8 s at 30 fps. Small enough that a crash costs little, large enough that opening the page does not count. */
const usualFrames = 240
/** In a short film, so that even a single scene is work for several slots. */
const shortFilmFrames = 60
const shortFilm = 4 * usualFrames

/**
 * How many frames a chunk has at most. Depends on the film alone, never on the machine, so that chunks are found again on any;
 * and on its length only coarsely, so that they are found again when a scene is added.
 */
export function chunkFrames(filmFrames: number): number {
  return filmFrames < shortFilm ? shortFilmFrames : usualFrames
}

/** Cuts a scene's frames into runs of nearly equal length, none longer than `most`. */
export function cutScene({ from, to }: FrameRange, most: number): readonly FrameRange[] {
  const frames = to - from
  const count = Math.ceil(frames / most)
  const border = (index: number) => from + Math.round((index * frames) / count)
  return Array.from({ length: count }, (_, index) => ({ from: border(index), to: border(index + 1) }))
}
