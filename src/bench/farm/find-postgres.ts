import { existsSync, globSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findOnPath } from '../../shared/find-on-path.ts'

/** The folder with the programs of a PostgreSQL server, which tests start for themselves; null where there is none. */
export function findPostgres(): string | null {
  const onPath = findOnPath('initdb')
  // Debian keeps them out of the way, one folder a version.
  const folders = [...(onPath === null ? [] : [dirname(realpathSync(onPath))]), ...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed()]
  return folders.find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb'))) ?? null
}
