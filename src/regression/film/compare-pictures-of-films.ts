import { join } from 'node:path'
import { compareFilms, type FilmComparison } from '../../encoder/comparison/compare-films.ts'
import { comparisonFiles, hasSameRate, type ComparisonOrder } from '../../encoder/comparison/compare-films-job.ts'
import type { FilmFileFacts } from '../../encoder/comparison/probe-film.ts'
import type { FoundFfmpeg } from '../../encoder/find-ffmpeg.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { alignFrames, type Alignment } from './alignment/align-frames.ts'
import type { FilmPair } from './alignment/film-pair.ts'
import { pairsByNumber, spansOf } from './alignment/pair-spans.ts'
import { readThumbnails, thumbnailSizeFor, type Thumbnails } from './alignment/thumbnails.ts'
import type { ColourError } from './colour/colour-errors.ts'
import { nameColourError } from './colour/name-colour-error.ts'
import { withColourError } from './colour/with-colour-error.ts'

type ComparedFilms = {
  readonly films: FilmPair
  readonly colourError: ColourError | null
  /** Of each pair of the alignment. */
  readonly measures: Pick<FilmComparison, 'likeness' | 'detail'>
  readonly decoded: { readonly baseline: number; readonly actual: number }
}

type Comparison = Pick<ComparisonOrder, 'baseline' | 'actual' | 'hasVmaf' | 'sound' | 'folder'>

/**
 * Measures two films in one run of FFmpeg. Only where frames are missing or too many, so that frames of one number do not belong together,
 * there is a second one for the measures of those that do.
 */
export async function comparePicturesOfFilms(tools: FoundFfmpeg, comparison: Comparison, signal: AbortSignal): Promise<ComparedFilms> {
  const { baseline, actual, folder } = comparison
  const fps = baseline.picture.fps.num / baseline.picture.fps.den
  const size = thumbnailSizeFor(Math.max(baseline.durationS ?? 0, actual.durationS ?? 0) * fps)
  const isSameRate = hasSameRate(baseline.picture.fps, actual.picture.fps)
  const hasDetail = isSameRate && baseline.picture.width === actual.picture.width && baseline.picture.height === actual.picture.height
  const first = await compareFilms(tools, { ...comparison, spans: null, thumbnails: size, hasDetail }, signal)
  const thumbnails = {
    baseline: await readThumbnails(join(folder, comparisonFiles.thumbnails('baseline')), size),
    actual: await readThumbnails(join(folder, comparisonFiles.thumbnails('actual')), size),
  }
  if (thumbnails.baseline.count === 0) throw undecodable(baseline)
  if (thumbnails.actual.count === 0) throw undecodable(actual)
  const colourError = nameColourError(thumbnails.baseline, thumbnails.actual)
  const shifted = colourError === null ? thumbnails.baseline : withColourError(thumbnails.baseline, colourError, everyFrame(thumbnails.baseline))
  // Frames at another rate are other moments: they are held together by time, which FFmpeg has done.
  const alignment = isSameRate ? alignFrames(shifted, thumbnails.actual, fps) : pairsByNumber(shifted.count, thumbnails.actual.count)
  const times = isSameRate ? first.times : { baseline: first.times.baseline, actual: [] }
  return {
    films: { baseline: shifted, actual: thumbnails.actual, alignment, times, fps },
    colourError,
    measures: await measuresOf(tools, { comparison, hasDetail, first, alignment }, signal),
    decoded: { baseline: first.times.baseline.length, actual: first.times.actual.length },
  }
}

async function measuresOf(
  tools: FoundFfmpeg,
  {
    comparison,
    hasDetail,
    first,
    alignment,
  }: {
    readonly comparison: Comparison
    readonly hasDetail: boolean
    readonly first: FilmComparison
    readonly alignment: Alignment
  },
  signal: AbortSignal,
): Promise<ComparedFilms['measures']> {
  if (alignment.pairs.every(({ baseline, actual }) => baseline === actual)) return first
  const order = { ...comparison, hasDetail, spans: spansOf(alignment.pairs), thumbnails: null, sound: null }
  return await compareFilms(tools, order, signal)
}

function everyFrame({ count }: Thumbnails): readonly number[] {
  return Array.from({ length: count }, (_, frame) => frame)
}

function undecodable({ path }: FilmFileFacts): FramefarmError {
  return new FramefarmError('VIDEO_INVALID', `no frame of ${path} can be decoded (is it truncated?)`)
}
