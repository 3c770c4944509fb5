import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parse, type ParseError } from 'jsonc-parser'
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

function parseJson(fileText: string, path: string): unknown {
  const text = fileText.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FramefarmError('FILM_UNREADABLE', `the film ${path} is not JSON at ${placeOfMistake(text)}: ${messageOf(cause)}`, { cause })
  }
}

/** JSON.parse seldom says where; another parser, that goes on after mistakes, knows. */
function placeOfMistake(text: string): string {
  const mistakes: ParseError[] = []
  parse(text, mistakes, { disallowComments: true })
  const before = text.slice(0, mistakes[0]?.offset ?? 0).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
