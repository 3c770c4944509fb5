import { distance, type Thumbnails } from '../alignment/thumbnails.ts'
import type { FilmPair } from '../alignment/film-pair.ts'
import { median } from '../median.ts'

/** How much of films is coding and how much is motion, in levels. */
export type Motion = {
  /** Differences up to this are no motion. */
  readonly floor: number
  /** From the frame before to this one. */
  readonly ofBaseline: (frame: number) => number
  readonly ofActual: (frame: number) => number
}

/** A move of less than this in a frame cannot be seen, nor be told from coding. */
const leastMotion = 0.04

export function motionOf({ baseline, actual, alignment }: FilmPair): Motion {
  const noise = median(alignment.pairs.map((pair) => distance(baseline, pair.baseline, actual, pair.actual)))
  return { floor: leastMotion + noise / 2, ofBaseline: stepInto(baseline), ofActual: stepInto(actual) }
}

function stepInto(film: Thumbnails): (frame: number) => number {
  return (frame) => (frame < 1 || frame >= film.count ? 0 : distance(film, frame - 1, film, frame))
}

/** The stretch around a frame of the baseline in which nothing moves: which of its frames is meant cannot be told. */
export function stillAround({ baseline }: FilmPair, { floor, ofBaseline }: Motion, frame: number): { from: number; to: number } {
  let [from, to] = [frame, frame]
  while (from > 0 && ofBaseline(from) < floor) from--
  while (to + 1 < baseline.count && ofBaseline(to + 1) < floor) to++
  return { from, to }
}
