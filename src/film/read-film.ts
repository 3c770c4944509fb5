import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { FramefarmError, hasSystemCode, messageOf } from '../shared/errors.ts'
import { fileLimits } from './film-limits.ts'
import { parseFilm } from './parse-film.ts'
import { parseFilmText } from './parse-film-text.ts'
import type { Film } from './film.ts'

const reasons = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'permission denied' }

/**
 * Reads and checks a film file. Its relative paths start from its own folder.
 * @throws FILM_UNREADABLE, FilmInvalidError
 */
export async function readFilm(path: string): Promise<Film> {
  return filmOfText(await readFilmText(path), path)
}

/**
 * Checks what is, or is to be, in a film file.
 * @throws FILM_UNREADABLE, FilmInvalidError
 */
export function filmOfText(text: string, path: string): Film {
  return parseFilm(parseFilmText(text, `the film ${path}`, fileLimits), dirname(resolve(path)))
}

/** @throws FILM_UNREADABLE */
export async function readFilmText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const plain = Object.entries(reasons).find(([code]) => hasSystemCode(cause, code))?.[1]
    throw new FramefarmError('FILM_UNREADABLE', `the film ${path} could not be read: ${plain ?? messageOf(cause)}`, { cause })
  }
}
