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
  return foldersIn(folderOfFilm(filmPath))
}

type FoldersOfNone = {
  /** Where the baselines of the film lie, or would. */
  readonly folder: string
  /** Folders of baselines that belong to no film beside it. All are named from the film's own folder. */
  readonly others: readonly string[]
}

/** The folders of baselines beside a film whose films are not there any more. */
export async function foldersOfNone(filmPath: string): Promise<FoldersOfNone> {
  const place = dirname(resolve(filmPath))
  const files = await readdir(place).catch(() => [])
  const taken = new Set(files.filter((name) => /\.json$/i.test(name)).map((name) => safeName(filmName(name))))
  const folders = await foldersIn(join(place, framesFolder))
  const named = (name: string) => `${framesFolder}/${name}`
  return { folder: named(safeName(filmName(filmPath))), others: folders.filter((name) => !taken.has(name)).map(named) }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
}

function folderOfFilm(filmPath: string): string {
  return join(dirname(resolve(filmPath)), framesFolder, safeName(filmName(filmPath)))
}
