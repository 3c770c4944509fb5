import { join } from 'node:path'
import { moveDatabase } from '../engine/move-database.ts'
import { FramefarmError } from '../shared/errors.ts'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import type { CommonOptions } from './run-to-end.ts'

export type MoveDatabaseOptions = CommonOptions & { readonly from?: string }

/** Copies an embedded database to the one that DATABASE_URL names; in the environment, because an address has a password in it. */
export async function moveDatabaseCommand({ from, json }: MoveDatabaseOptions): Promise<void> {
  const { DATABASE_URL: to } = process.env
  if (to === undefined) throw new FramefarmError('USAGE', 'DATABASE_URL is not set', { hint: 'set it to the address to move to, postgres://...' })
  const moved = await moveDatabase(from ?? `pglite:${join(dataFolderFromEnvironment().root, 'database')}`, to)
  const lines = Object.entries(moved).map(([table, rows]) => `  ${String(rows).padStart(8)}  ${table}`)
  process.stdout.write(
    json ? `${JSON.stringify(moved)}\n` : `${lines.join('\n')}\n\nMoved. The old database is as it was; servers find the new one by DATABASE_URL.\n`,
  )
}
