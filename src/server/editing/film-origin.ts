import type { LocalFiles } from '../../farm/local-files.ts'
import type { Film } from '../../film/film.ts'
import type { FilmDraft } from './film-draft.ts'

/** Where a film that is edited comes from, and what makes a film of its text. */
export type FilmOrigin = {
  /** What the page calls it. */
  readonly name: string
  /** Of the text with its edits. */
  readonly maxBytes: number
  /** The text without any edits, as it is now. @throws FILM_UNREADABLE */
  readonly read: () => Promise<string>
  /** @throws FILM_UNREADABLE, FilmInvalidError with every fault */
  readonly check: (text: string) => Promise<Film>
  /** What is to be watched: where one of these changes, the film is read again. Before it could be read for the first time: null. */
  readonly filesOf: (film: Film | null) => Promise<LocalFiles>
  /** What the page may be told of an error. */
  readonly tellable: (error: unknown) => unknown
  /** null where there is nowhere to save to. @throws as saveDraft */
  readonly save: ((draft: FilmDraft) => Promise<void>) | null
}
