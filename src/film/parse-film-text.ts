import { FramefarmError } from '../shared/errors.ts'
import { parseJson } from '../shared/parse-json.ts'
import { checkFilmLimits, type FilmLimits } from './film-limits.ts'

/**
 * What the text of a film says, still unchecked but for its size: see parseFilm.
 * @param name what messages call the film
 * @throws FILM_UNREADABLE where it is too long or no JSON, FilmInvalidError where a part of it is too large
 */
export function parseFilmText(text: string, name: string, limits: FilmLimits): unknown {
  const bytes = Buffer.byteLength(text)
  if (bytes > limits.maxBytes) {
    throw new FramefarmError('FILM_UNREADABLE', `${name} has ${bytes} bytes; a film may have up to ${limits.maxBytes}`, {
      hint: 'Leave texts and lists of words to a caption file.',
    })
  }
  const parsed = parseJson(text)
  if ('place' in parsed) {
    throw new FramefarmError('FILM_UNREADABLE', `${name} is not JSON at ${parsed.place}: ${parsed.message}`, { cause: parsed.cause })
  }
  checkFilmLimits(parsed.value, limits)
  return parsed.value
}
