import { pointerOf } from './fault.ts'
import type { Codec, Container } from './containers.ts'
import type { MetadataInput } from './metadata-schema.ts'
import type { PicturesInput } from './pictures-schema.ts'

/** What a film says of its file: which part of the film is in it, and what kind of file it is. */
export type Delivery = {
  readonly place: OutputPlace
  /** null: the output path says it. */
  readonly container: Container | null
  /** null: the container says it. */
  readonly codec: Codec | null
  /** Whether transparency is kept. */
  readonly alpha: boolean
  /** Seconds; `toS` null is the film's end. null is the whole film. */
  readonly range: PartOfFilm | null
  /** Seconds, for HLS; null where it is not said. */
  readonly segmentS: number | null
  readonly metadata: MetadataInput
  /** Made from the finished file. */
  readonly pictures: PicturesInput
}

export type PartOfFilm = { readonly fromS: number; readonly toS: number | null }

/** Where in the film file an output is said: in `output`, or, as far as fields are its own, in one of `outputs`. */
export type OutputPlace = { readonly index: number; readonly own: readonly string[] } | null

/** Where one of its fields is, for faults. */
export function placeOf({ place }: Pick<Delivery, 'place'>, field: string, ...below: readonly PropertyKey[]): string {
  return pointerOf([...(place?.own.includes(field) ? ['outputs', place.index] : ['output']), field, ...below])
}
