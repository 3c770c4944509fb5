import { placeOf, type Delivery } from '../film/delivery.ts'
import { FilmInvalidError, type Fault } from '../film/fault.ts'
import type { Output } from '../film/film.ts'
import type { PictureFormat } from '../film/pictures-schema.ts'
import { durationOf, frameAt } from './timeline.ts'

/** A frame of the file as a picture. */
export type PlannedPicture = { readonly frame: number; readonly widthPx: number; readonly format: PictureFormat }

export type PlannedStoryboard = {
  readonly widthPx: number
  readonly format: PictureFormat
  /** `fromS` and `toS` is when a player shows the picture of `frame`. */
  readonly cells: readonly { readonly frame: number; readonly fromS: number; readonly toS: number }[]
}

export type PlannedPictures = {
  readonly poster: PlannedPicture | null
  readonly thumbnails: readonly PlannedPicture[]
  readonly storyboard: PlannedStoryboard | null
}

/** So many pictures let a player's bar jump by a hundredth of it. */
const usualCells = 100
const mostCells = 2000

/**
 * The pictures that are made from the finished file.
 * @param frames of the file
 * @throws FilmInvalidError for times that it does not have
 */
export function planPictures(delivery: Pick<Delivery, 'pictures' | 'place'>, frames: number, { fps, width }: Output): PlannedPictures {
  const { poster, thumbnails, storyboard } = delivery.pictures
  const durationS = durationOf(frames, fps)
  const faults: Fault[] = []
  const frameOf = (atS: number, pointer: string): number => {
    if (atS > durationS) faults.push({ pointer, message: `is after the end of the file (${durationS} s)`, value: atS })
    return Math.min(frames - 1, frameAt(atS, fps))
  }
  const planned = {
    poster: poster ? { frame: frameOf(poster.at, placeOf(delivery, 'poster', 'at')), widthPx: poster.width ?? width, format: poster.format } : null,
    thumbnails: (thumbnails?.at ?? []).map((atS, index) => ({
      frame: frameOf(atS, placeOf(delivery, 'thumbnails', 'at', index)),
      widthPx: thumbnails?.width ?? width,
      format: thumbnails?.format ?? 'jpeg',
    })),
    storyboard: storyboard
      ? { widthPx: storyboard.width, format: storyboard.format, cells: cellsOf(storyboard.every ?? null, durationS, { faults, frameOf, delivery }) }
      : null,
  }
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return planned
}

type Frames = { readonly delivery: Pick<Delivery, 'place'>; readonly faults: Fault[]; readonly frameOf: (atS: number, pointer: string) => number }

function cellsOf(wantedS: number | null, durationS: number, { faults, frameOf, delivery }: Frames): PlannedStoryboard['cells'] {
  const everyS = wantedS ?? Math.max(1, durationS / usualCells)
  const count = Math.ceil(Number((durationS / everyS).toFixed(6)))
  if (count > mostCells) {
    faults.push({
      pointer: placeOf(delivery, 'storyboard', 'every'),
      message: `makes ${count} pictures`,
      value: everyS,
      allowed: `up to ${mostCells} pictures`,
    })
    return []
  }
  return Array.from({ length: count }, (_, index) => {
    const [fromS, toS] = [index * everyS, Math.min(durationS, (index + 1) * everyS)]
    // The middle of its time is most like what is seen there.
    return { fromS, toS, frame: frameOf((fromS + toS) / 2, placeOf(delivery, 'storyboard')) }
  })
}
