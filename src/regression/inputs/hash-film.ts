import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { localFiles } from '../../farm/local-files.ts'
import type { Film } from '../../film/film.ts'
import { filmOfText, readFilmText } from '../../film/read-film.ts'
import { hashOf, hashOfFile } from '../../shared/hash.ts'

export type HashedFilm = {
  readonly film: Film
  /** Of the film's JSON, and of all in the files that it names; the same wherever the film lies. */
  readonly hash: string
  /** Whether all that it names lies on this machine. What lies on the web may be another picture tomorrow. */
  readonly isLocal: boolean
}

/** @throws FILM_UNREADABLE, FilmInvalidError */
export async function hashFilm(filmPath: string): Promise<HashedFilm> {
  const text = await readFilmText(filmPath)
  const film = filmOfText(text, filmPath)
  const { paths, folders } = await localFiles(film)
  const inFolders = (await Promise.all(folders.map(filesIn))).flat()
  const contents = await Promise.all([...paths, ...inFolders].map((path) => hashOfFile(path).catch(() => null)))
  // A template's page finds its files by their names. From the film's folder, for the film may lie elsewhere tomorrow.
  const names = inFolders.map((path) => relative(dirname(resolve(filmPath)), path).replaceAll(sep, '/'))
  return { film, hash: hashOf([JSON.parse(text), contents, names]), isLocal: !isRemote(film) }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
  return names.toSorted().map((name) => join(folder, name))
}

/** By any address anywhere in it: where one is only shown as text, the film is drawn once more than it need be. */
function isRemote(film: Film): boolean {
  return /"(?:https?|gs):\/\//i.test(JSON.stringify(film))
}
