import { InvalidArgumentError } from 'commander'
import type { PartOfFilm } from '../film/delivery.ts'

/** "10-20", "10-" or "-20" in seconds, for commander. */
export function parseRange(text: string): PartOfFilm {
  const [, from = '', to = ''] = /^(\d+(?:\.\d+)?)?-(\d+(?:\.\d+)?)?$/.exec(text) ?? []
  const part = { fromS: Number(from), toS: to === '' ? null : Number(to) }
  if (from === '' && to === '') throw new InvalidArgumentError('It must be seconds from and to, such as 10-20, 10- or -20.')
  if (part.toS !== null && part.toS <= part.fromS) throw new InvalidArgumentError('It must end after its start.')
  return part
}
