import { FramefarmError } from '../../shared/errors.ts'
import { limitRow, zoompanRows } from './ffmpeg-rows.ts'
import { framefarmRows } from './framefarm-rows.ts'
import { peerRows } from './peer-rows.ts'
import type { BenchRow } from './row.ts'

type Wish = { readonly withPeers: boolean; /** Ids; null for all. */ readonly only: readonly string[] | null }

/**
 * The rows of a table, the limit always first.
 * @throws USAGE for an id that no row has
 */
export function chooseRows({ withPeers, only }: Wish): readonly BenchRow[] {
  const all = [...framefarmRows, ...zoompanRows, ...peerRows]
  const unknown = only?.find((id) => id !== limitRow.id && !all.some((row) => row.id === id))
  if (unknown !== undefined) {
    const names = [limitRow, ...all].map(({ id }) => id).join(', ')
    throw new FramefarmError('USAGE', `--rows names ${unknown}, which is no row`, { hint: `the rows are ${names}` })
  }
  const chosen = only === null ? all.filter(({ kind }) => kind !== 'peer' || withPeers) : all.filter(({ id }) => only.includes(id))
  return [limitRow, ...chosen]
}
