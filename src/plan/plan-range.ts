import { FilmInvalidError, type Fault } from '../film/fault.ts'
import { placeOf, type Delivery } from '../film/delivery.ts'
import type { FrameRate } from '../film/film.ts'
import { durationOf, frameAt, type FrameRange } from './timeline.ts'

/**
 * The frames of a part of the film: those from the frame nearest to its start up to the one nearest to its end.
 * @param frames of the whole film
 * @throws FilmInvalidError where no frame is in it
 */
export function planRange(
  delivery: Pick<Delivery, 'range' | 'place'>,
  frames: number,
  fps: FrameRate,
): { readonly range: FrameRange; readonly warnings: readonly Fault[] } {
  const part = delivery.range
  if (part === null) return { range: { from: 0, to: frames }, warnings: [] }
  const wanted = { from: frameAt(part.fromS, fps), to: part.toS === null ? frames : frameAt(part.toS, fps) }
  const length = `${durationOf(frames, fps)} s`
  if (wanted.from >= frames) {
    throw new FilmInvalidError([
      { pointer: placeOf(delivery, 'range', 'from'), message: `is not before the end of the film (${length})`, value: part.fromS },
    ])
  }
  if (wanted.from >= wanted.to) {
    throw new FilmInvalidError([
      { pointer: placeOf(delivery, 'range', 'to'), message: 'leaves less than half a frame in the range', value: part.toS },
    ])
  }
  const isCut = wanted.to > frames
  const warnings = isCut
    ? [{ pointer: placeOf(delivery, 'range', 'to'), message: `is after the end of the film (${length}), where the range ends`, value: part.toS }]
    : []
  return { range: { from: wanted.from, to: Math.min(frames, wanted.to) }, warnings }
}

/** What of one run of frames lies in another; null for nothing. */
export function overlap(one: FrameRange, other: FrameRange): FrameRange | null {
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
  return from < to ? { from, to } : null
}
