import type { FrameRange } from './timeline.ts'

/** A chunk of usual size: 8 s at 30 fps. Small enough that a crash costs little, large enough that opening the page does not count. */
const usualFrames = 240
/** Of a short film, so that it still has work for several slots. */
const fewestFrames = 60
const wishedChunks = 8

/** How many frames a chunk should have. Depends on the film alone, never on the machine: chunks are found again on any. */
export function chunkFrames(filmFrames: number): number {
  return Math.min(usualFrames, Math.max(fewestFrames, Math.ceil(filmFrames / wishedChunks)))
}

/** Cuts a scene's frames into runs of nearly equal length, none longer than `most`. */
export function cutScene({ from, to }: FrameRange, most: number): readonly FrameRange[] {
  const frames = to - from
  const count = Math.ceil(frames / most)
  const border = (index: number) => from + Math.round((index * frames) / count)
  return Array.from({ length: count }, (_, index) => ({ from: border(index), to: border(index + 1) }))
}
