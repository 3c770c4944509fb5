import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { localFiles } from '../../farm/local-files.ts'
import { fileLimits } from '../../film/film-limits.ts'
import { filmOfText, readFilmText } from '../../film/read-film.ts'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import type { FilmOrigin } from './film-origin.ts'
import { saveDraft } from './save-draft.ts'

/**
 * A film file of this machine: its own user's, so it may name whatever they could open.
 * @throws FILM_UNREADABLE where there is no such file
 */
export async function filmFile(path: string): Promise<FilmOrigin> {
  try {
    await access(path)
  } catch (cause) {
    throw new FramefarmError('FILM_UNREADABLE', `the film ${path} could not be read: ${messageOf(cause)}`, { cause })
  }
  return {
    name: basename(path),
    maxBytes: fileLimits.maxBytes,
    read: () => readFilmText(path),
    check: async (text) => filmOfText(text, path),
    filesOf: async (film) => {
      const { paths, folders } = film ? await localFiles(film) : { paths: [], folders: [] }
      return { paths: [path, ...paths], folders }
    },
    tellable: (error) => error,
    save: async (draft) => {
      filmOfText(draft.text, path)
      await saveDraft(draft, path)
    },
  }
}
