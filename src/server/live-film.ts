import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { ProbeMemory } from '../assets/probe-memory.ts'
import { loadFilm, prepareAllImages, type LoadedFilm } from '../farm/load-film.ts'
import type { FilmWaves } from '../farm/film-waves.ts'
import { localFiles } from '../farm/local-files.ts'
import type { Film } from '../film/film.ts'
import { filmOfText, readFilmText } from '../film/read-film.ts'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { dataFolderAt } from '../storage/data-folder.ts'
import type { Site } from '../templates/site.ts'
import { FilmDraft } from './editing/film-draft.ts'
import { saveDraft } from './editing/save-draft.ts'
import { FileWatch } from './file-watch.ts'
import { HeardSound, soundKey } from './heard-sound.ts'
import type { DraftState, PreviewState } from './preview-state.ts'
import { draftState } from './draft-state.ts'
import { stateOfError } from './state-of-error.ts'
import { stateOfFilm } from './state-of-film.ts'

export type StateListener = (state: PreviewState) => void

/** A film file as it is now, with edits that are not saved: read and planned again whenever it, an edit, or an image or a sound in it, changes. */
export class LiveFilm implements AsyncDisposable {
  readonly #path: string
  readonly #folder: string
  readonly #listeners = new Set<StateListener>()
  readonly #watch = new FileWatch(() => this.#loadAgain())
  readonly #memory = new ProbeMemory()
  readonly #sound: HeardSound
  #loading = new AbortController()
  /** Loads follow each other; only the newest is carried to its end. */
  #work: Promise<void> = Promise.resolve()
  /** null until the file has been read. */
  #draft: FilmDraft | null = null
  #loaded: (LoadedFilm & { readonly film: Film }) | null = null
  #state: PreviewState

  private constructor(path: string, folder: string) {
    this.#path = path
    this.#folder = folder
    this.#sound = new HeardSound(folder)
    this.#state = { status: 'loading', filmName: basename(path) }
  }

  /**
   * Reads nothing before it is started.
   * @param folder for downloads and prepared images
   * @throws FILM_UNREADABLE where there is no such file
   */
  static async open(path: string, folder: string): Promise<LiveFilm> {
    try {
      await access(path)
    } catch (cause) {
      throw new FramefarmError('FILM_UNREADABLE', `the film ${path} could not be read: ${messageOf(cause)}`, { cause })
    }
    return new LiveFilm(path, folder)
  }

  /** Reads the film and follows it from now on. Whether it is good is told by its state, later. */
  start(): void {
    this.#watch.watch([this.#path])
    this.#loadAgain()
  }

  get state(): PreviewState {
    return this.#state
  }

  /** What the page may edit; null until the file has been read. */
  get draft(): DraftState | null {
    return this.#draft && draftState(this.#draft)
  }

  /** The film's text with the edits; null until the file has been read. */
  get text(): string | null {
    return this.#draft?.text ?? null
  }

  /** The film that is shown: the last one without faults. */
  get shown(): Film | null {
    return this.#loaded?.film ?? null
  }

  /** Edits the film, which is then read again. @throws what `change` throws */
  change(change: (draft: FilmDraft) => void): void {
    if (!this.#draft) throw new FramefarmError('FILM_UNREADABLE', 'the film has not been read yet')
    change(this.#draft)
    this.#loadAgain()
  }

  /** Writes the edits into the file. @throws as saveDraft; FILM_INVALID where the film has faults */
  async save(): Promise<void> {
    if (!this.#draft) throw new FramefarmError('FILM_UNREADABLE', 'the film has not been read yet')
    filmOfText(this.#draft.text, this.#path)
    await saveDraft(this.#draft, this.#path)
    this.#tell(this.#state)
  }

  /** @param number of the scene, from 1 */
  site(number: number): Site | null {
    return this.#loaded?.sites[number - 1] ?? null
  }

  /** The path of a scene's prepared image; null where there is no such scene or it has none. @param number from 1 */
  async preparedImage(number: number): Promise<string | null> {
    const [order] = this.#loaded?.plan.scenes[number - 1]?.images ?? []
    return this.#loaded && order ? this.#loaded.preparedImage(order) : null
  }

  /** The path of the film's mixed sound; null where there is none. */
  async soundPath(): Promise<string | null> {
    const sound = this.#loaded?.plan.sound
    return sound ? this.#sound.path(sound) : null
  }

  /** The waves of the film's sound; null where there is none. */
  async waves(): Promise<FilmWaves | null> {
    const sound = this.#loaded?.plan.sound
    return sound ? this.#sound.waves(sound) : null
  }

  /** Calls back on every change of state. @returns ends it */
  onChange(listener: StateListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watch[Symbol.dispose]()
    this.#loading.abort()
    await this.#work
    await this.#sound[Symbol.asyncDispose]()
    await this.#loaded?.[Symbol.asyncDispose]()
  }

  #loadAgain(): void {
    this.#loading.abort()
    const { signal } = (this.#loading = new AbortController())
    this.#work = this.#work.then(() => this.#load(signal))
  }

  async #load(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    try {
      const film = filmOfText(await this.#readDraft(), this.#path)
      throwIfCancelled(signal)
      // Watched before they are looked into, so that no change falls in between.
      const { paths, folders } = await localFiles(film)
      // Nothing may be watched any more once this film has been given back.
      throwIfCancelled(signal)
      this.#watch.watch([this.#path, ...paths], folders)
      const before = this.#loaded
      const places = { folder: this.#folder, dataFolder: dataFolderAt(this.#folder), memory: this.#memory }
      const loaded = { ...(await loadFilm(film, places, signal)), film }
      this.#loaded = loaded
      const key = loaded.plan.sound && (await soundKey(loaded.plan.sound))
      this.#tell(stateOfFilm(basename(this.#path), loaded, key))
      await before?.[Symbol.asyncDispose]()
      await prepareAllImages(loaded, signal)
    } catch (error) {
      if (!signal.aborted) this.#tell(stateOfError(basename(this.#path), error))
    }
  }

  /** The file as it is now, with the edits. A file that cannot be read does not take the edits away. */
  async #readDraft(): Promise<string> {
    const fileText = await readFilmText(this.#path)
    this.#draft ??= new FilmDraft(fileText)
    this.#draft.seeFile(fileText)
    return this.#draft.text
  }

  #tell(state: PreviewState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}
