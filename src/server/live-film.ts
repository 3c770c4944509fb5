import { ProbeMemory } from '../assets/probe-memory.ts'
import { loadFilm, prepareAllImages, type LoadedFilm, type LoadPlaces } from '../farm/load-film.ts'
import type { FilmWaves } from '../farm/film-waves.ts'
import type { Film } from '../film/film.ts'
import { FramefarmError } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { Site } from '../templates/site.ts'
import { FilmDraft } from './editing/film-draft.ts'
import type { FilmOrigin } from './editing/film-origin.ts'
import { FileWatch } from './file-watch.ts'
import { HeardSound, soundKey } from './heard-sound.ts'
import type { DraftState, PreviewState } from './preview-state.ts'
import { draftState } from './draft-state.ts'
import { stateOfError } from './state-of-error.ts'
import { stateOfFilm } from './state-of-film.ts'

export type StateListener = (state: PreviewState) => void

export type LiveFilmPlaces = Omit<LoadPlaces, 'memory'> & {
  /** Has a load wait for its turn; absent: every one begins at once. */
  readonly inTurn?: (load: () => Promise<void>) => Promise<void>
}

/** A film as it is now, with edits that are not saved: read and planned again whenever it, an edit, or an image or a sound in it, changes. */
export class LiveFilm implements AsyncDisposable {
  readonly #origin: FilmOrigin
  readonly #places: LiveFilmPlaces
  readonly #listeners = new Set<StateListener>()
  readonly #watch = new FileWatch(() => this.#loadAgain())
  readonly #memory = new ProbeMemory()
  readonly #sound: HeardSound
  readonly #ending = new AbortController()
  #loading = new AbortController()
  /** Loads follow each other; only the newest is carried to its end. */
  #work: Promise<void> = Promise.resolve()
  /** null until the film has been read. */
  #draft: FilmDraft | null = null
  #loaded: (LoadedFilm & { readonly film: Film }) | null = null
  #state: PreviewState

  /** Reads nothing before it is started. */
  constructor(origin: FilmOrigin, places: LiveFilmPlaces) {
    this.#origin = origin
    this.#places = places
    this.#sound = new HeardSound(places.folder)
    this.#state = { status: 'loading', filmName: origin.name }
  }

  /** Reads the film and follows it from now on. Whether it is good is told by its state, later. */
  async start(): Promise<void> {
    const { paths, folders } = await this.#origin.filesOf(null)
    this.#watch.watch(paths, folders)
    this.#loadAgain()
  }

  get state(): PreviewState {
    return this.#state
  }

  /** What the page may edit; null until the file has been read. */
  get draft(): DraftState | null {
    return this.#draft && draftState(this.#draft, this.#origin.save !== null)
  }

  /** The film's text with the edits; null until the file has been read. */
  get text(): string | null {
    return this.#draft?.text ?? null
  }

  /** Whether somebody hears of every change. */
  get isFollowed(): boolean {
    return this.#listeners.size > 0
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

  /** Writes the edits to where the film came from. @throws as saveDraft; FILM_INVALID where the film has faults; USAGE where it cannot be saved */
  async save(): Promise<void> {
    if (!this.#draft) throw new FramefarmError('FILM_UNREADABLE', 'the film has not been read yet')
    const { save } = this.#origin
    if (!save) throw new FramefarmError('USAGE', 'the film came in a request, and lies nowhere that it could be saved to')
    await save(this.#draft)
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

  /** Aborted when the film has been given back: nothing more will be told. */
  get ended(): AbortSignal {
    return this.#ending.signal
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    this.#watch[Symbol.dispose]()
    this.#loading.abort()
    await this.#work
    await this.#sound[Symbol.asyncDispose]()
    await this.#loaded?.[Symbol.asyncDispose]()
  }

  #loadAgain(): void {
    this.#loading.abort()
    const { signal } = (this.#loading = new AbortController())
    const { inTurn = async (load) => load() } = this.#places
    this.#work = this.#work.then(() => inTurn(() => this.#load(signal)))
  }

  async #load(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const { name } = this.#origin
    const { kept } = this.#places
    let isShown = false
    kept?.begin()
    try {
      const film = await this.#origin.check(await this.#readDraft())
      throwIfCancelled(signal)
      // Watched before they are looked into, so that no change falls in between.
      const { paths, folders } = await this.#origin.filesOf(film)
      // Nothing may be watched any more once this film has been given back.
      throwIfCancelled(signal)
      this.#watch.watch(paths, folders)
      const before = this.#loaded
      const loaded = { ...(await loadFilm(film, { ...this.#places, memory: this.#memory }, signal)), film }
      this.#loaded = loaded
      isShown = true
      const key = loaded.plan.sound && (await soundKey(loaded.plan.sound))
      this.#tell(stateOfFilm(name, loaded, key))
      await before?.[Symbol.asyncDispose]()
      await prepareAllImages(loaded, signal)
    } catch (error) {
      if (!signal.aborted) this.#tell(stateOfError(name, this.#origin.tellable(error)))
    }
    await kept?.settle(isShown)
  }

  /** The film as it is now, with the edits. A file that cannot be read does not take the edits away. */
  async #readDraft(): Promise<string> {
    const text = await this.#origin.read()
    this.#draft ??= new FilmDraft(text, this.#origin.maxBytes)
    this.#draft.seeFile(text)
    return this.#draft.text
  }

  #tell(state: PreviewState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}
