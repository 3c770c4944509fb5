import type { FrameLikeness } from '../../../encoder/comparison/compare-films.ts'
import type { FrameDetail } from '../../../encoder/comparison/read-detail.ts'
import { secondsOf, type FilmPair } from '../alignment/film-pair.ts'
import { detailOfFrame } from '../detail/detail-of-frame.ts'
import type { MeasuredFrame } from '../film-check.ts'
import { largestDifference } from './largest-difference.ts'

type Size = { readonly width: number; readonly height: number }

type Measures = { readonly likeness: readonly FrameLikeness[]; readonly detail: readonly FrameDetail[] }

/** All measures of all pairs. @param measures of each pair of the alignment, in their order */
export function measureFrames(films: FilmPair, { likeness, detail }: Measures, picture: Size): readonly MeasuredFrame[] {
  return films.alignment.pairs.flatMap((pair, index) => {
    const like = likeness[index]
    if (!like) return []
    const largest = largestDifference({ of: films.baseline, frame: pair.baseline }, { of: films.actual, frame: pair.actual }, picture)
    const measures = detail[index]
    const fine = measures ? detailOfFrame(measures) : { move: null, detail: null }
    return { frame: pair.baseline, actualFrame: pair.actual, seconds: secondsOf(films, pair.baseline), ...like, ...fine, largest }
  })
}
