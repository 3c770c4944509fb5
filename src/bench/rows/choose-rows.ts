import { FramefarmError } from '../../shared/errors.ts'
import { limitRow, zoompanRows } from './ffmpeg-rows.ts'
import { framefarmRows } from './framefarm-rows.ts'
import { peerRows } from './peer-rows.ts'
import type { SceneKind } from '../scene/bench-scene.ts'
import type { BenchRow } from './row.ts'

type Wish = { readonly kind: SceneKind; readonly withPeers: boolean; /** Ids; null for all. */ readonly only: readonly string[] | null }

/** Rows that can draw the live scene; the others move nothing but a photograph, or have no input for it. */
const liveRows: readonly string[] = ['layers', 'stream', 'screenshot', 'hyperframes']

/**
 * The rows of a table, the limit always first.
 * @throws USAGE for an id that no row of this scene has
 */
export function chooseRows({ kind, withPeers, only }: Wish): readonly BenchRow[] {
  const all = [...framefarmRows, ...zoompanRows, ...peerRows].filter(({ id }) => kind === 'photo' || liveRows.includes(id))
  const unknown = only?.find((id) => id !== limitRow.id && !all.some((row) => row.id === id))
  if (unknown !== undefined) {
    const names = [limitRow, ...all].map(({ id }) => id).join(', ')
    throw new FramefarmError('USAGE', `--rows names ${unknown}, which is no row of this scene`, { hint: `the rows are ${names}` })
  }
  const chosen = only === null ? all.filter((row) => row.kind !== 'peer' || withPeers) : all.filter(({ id }) => only.includes(id))
  return [limitRow, ...chosen]
}
