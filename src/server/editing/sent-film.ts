import { requestLimits } from '../../film/film-limits.ts'
import { parseFilmText } from '../../film/parse-film-text.ts'
import type { Film } from '../../film/film.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { httpStatuses } from '../api/http-statuses.ts'
import type { FilmOrigin } from './film-origin.ts'

export type SentFilm = {
  readonly name: string
  readonly film: Readonly<Record<string, unknown>>
  /** Trusts the film in nothing. @throws FilmInvalidError */
  /** Hears of errors that are nothing of the film's. */
  readonly onError: (error: unknown) => void
  readonly admit: (raw: Readonly<Record<string, unknown>>) => Promise<Film>
}

/** A film that came in a request: it lies nowhere but in memory, and every edit of it is admitted as the film itself was. */
export function sentFilm({ name, film, admit, onError }: SentFilm): FilmOrigin {
  const text = `${JSON.stringify(film, null, 2)}\n`
  return {
    name,
    maxBytes: requestLimits.maxBytes,
    read: async () => text,
    // What is no object has no scenes either, and is told so.
    check: async (draft) => admit(parseFilmText(draft, 'the film', requestLimits) as Readonly<Record<string, unknown>>),
    filesOf: async () => ({ paths: [], folders: [] }),
    tellable: (error) => {
      if (isOfFilm(error)) return error
      onError(error)
      return new FramefarmError('INTERNAL', 'the film could not be read, for a reason that is not its own')
    },
    save: null,
  }
}

/** Messages of other errors may have paths of this machine in them. */
function isOfFilm(error: unknown): boolean {
  return error instanceof FramefarmError && (error.code === 'FILM_UNREADABLE' || httpStatuses[error.code] !== undefined)
}
