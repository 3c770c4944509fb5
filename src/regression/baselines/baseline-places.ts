import { readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { safeName } from './safe-name.ts'

/** All baselines of the films of a folder lie in a folder beside them. */
const framesFolder = '__frames__'

/** What a film is called in messages, reports and names of folders: its file without .json. */
export function filmName(filmPath: string): string {
  return basename(filmPath).replace(/\.json$/i, '')
}

/** Where the baselines of a film for one renderer lie. */
export function baselineFolder(filmPath: string, rendererKey: string): string {
  return join(folderOfFilm(filmPath), rendererKey)
}

/** The renderer keys for which a film has baselines. */
export async function knownKeys(filmPath: string): Promise<readonly string[]> {
  const entries = await readdir(folderOfFilm(filmPath), { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
}

function folderOfFilm(filmPath: string): string {
  return join(dirname(resolve(filmPath)), framesFolder, safeName(filmName(filmPath)))
}
