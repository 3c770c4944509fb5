import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { parseFilm } from './parse-film.ts'
import type { Film } from './film.ts'

/**
 * Reads and checks a film file. Its relative paths start from its own folder.
 * @throws FILM_UNREADABLE, FilmInvalidError
 */
export async function readFilm(path: string): Promise<Film> {
  return parseFilm(parseJson(await readText(path), path), dirname(resolve(path)))
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new FramefarmError('FILM_UNREADABLE', `the film ${path} could not be read: ${messageOf(cause)}`, { cause })
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const position = Number(/position (\d+)/.exec(messageOf(cause))?.[1] ?? Number.NaN)
    throw new FramefarmError('FILM_UNREADABLE', `the film ${path} is not JSON${placeOf(text, position)}: ${messageOf(cause)}`, { cause })
  }
}

function placeOf(text: string, position: number): string {
  if (Number.isNaN(position)) return ''
  const before = text.slice(0, position).split('\n')
  return ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
