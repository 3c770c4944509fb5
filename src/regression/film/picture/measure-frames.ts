import type { FrameLikeness } from '../../../encoder/comparison/compare-films.ts'
import { secondsOf, type FilmPair } from '../alignment/film-pair.ts'

import type { MeasuredFrame } from '../film-check.ts'
import { largestDifference } from './largest-difference.ts'

type Size = { readonly width: number; readonly height: number }

/** All measures of all pairs. @param likeness of each pair of the alignment, in their order */
export function measureFrames(films: FilmPair, likeness: readonly FrameLikeness[], picture: Size): readonly MeasuredFrame[] {
  return films.alignment.pairs.flatMap((pair, index) => {
    const like = likeness[index]
    if (!like) return []
    const largest = largestDifference({ of: films.baseline, frame: pair.baseline }, { of: films.actual, frame: pair.actual }, picture)
    return { frame: pair.baseline, actualFrame: pair.actual, seconds: secondsOf(films, pair.baseline), ...like, largest }
  })
}
