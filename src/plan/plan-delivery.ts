import type { Container } from '../film/containers.ts'
import type { Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import { checkContainer } from './check-container.ts'
import { planPictures, type PlannedPictures } from './plan-pictures.ts'
import { planRange } from './plan-range.ts'
import { durationOf, type FrameRange } from './timeline.ts'

/** What of a film is delivered, and as what. */
export type DeliveryPlan = {
  readonly container: Container
  /** Seconds, for HLS. */
  readonly segmentS: number
  /** Of the film's frames, those that are rendered. */
  readonly range: FrameRange
  /** How many are rendered, and how long they last. */
  readonly frames: number
  readonly durationS: number
  /** What is made from the finished file. */
  readonly pictures: PlannedPictures
}

/** What Apple advises for HLS. */
const usualSegmentS = 6

/**
 * @param filmFrames of the whole film
 * @throws FilmInvalidError for a range or times that the film does not have, and for more than its kind of file can hold
 */
export function planDelivery(
  film: Film,
  filmFrames: number,
  hasSound: boolean,
): { readonly delivery: DeliveryPlan; readonly warnings: readonly Fault[] } {
  const { output, delivery } = film
  const { range, warnings } = planRange(delivery, filmFrames, output.fps)
  const frames = range.to - range.from
  const container = delivery.container ?? 'mp4'
  const facts = { container, segmentS: delivery.segmentS ?? usualSegmentS, range, frames, durationS: durationOf(frames, output.fps) }
  const left = checkContainer(film, container, { frames, hasSound })
  return { delivery: { ...facts, pictures: planPictures(delivery, frames, output) }, warnings: [...warnings, ...left] }
}
