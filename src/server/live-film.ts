import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { ProbeMemory } from '../assets/probe-memory.ts'
import { readFilm } from '../film/read-film.ts'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { dataFolderAt } from '../storage/data-folder.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { Site } from '../templates/site.ts'
import { FileWatch } from './file-watch.ts'
import { loadFilm, prepareAllImages, type LoadedFilm } from '../farm/load-film.ts'
import { localFiles } from '../farm/local-files.ts'
import type { PreviewState } from './preview-state.ts'
import { stateOfError } from './state-of-error.ts'
import { stateOfFilm } from './state-of-film.ts'

export type StateListener = (state: PreviewState) => void

/** A film file as it is now: read and planned again whenever it, or an image or a sound in it, changes. */
export class LiveFilm implements AsyncDisposable {
  readonly #path: string
  readonly #folder: string
  readonly #listeners = new Set<StateListener>()
  readonly #watch = new FileWatch(() => this.#loadAgain())
  readonly #memory = new ProbeMemory()
  #loading = new AbortController()
  /** Loads follow each other; only the newest is carried to its end. */
  #work: Promise<void> = Promise.resolve()
  #loaded: LoadedFilm | null = null
  #state: PreviewState

  private constructor(path: string, folder: string) {
    this.#path = path
    this.#folder = folder
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
    return (await this.#loaded?.soundPath()) ?? null
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
      const film = await readFilm(this.#path)
      throwIfCancelled(signal)
      // Watched before they are looked into, so that no change falls in between.
      const { paths, folders } = await localFiles(film)
      this.#watch.watch([this.#path, ...paths], folders)
      const before = this.#loaded
      const loaded = await loadFilm(film, { folder: this.#folder, dataFolder: dataFolderAt(this.#folder), memory: this.#memory }, signal)
      this.#loaded = loaded
      this.#tell(stateOfFilm(basename(this.#path), loaded.plan, loaded.sites))
      await before?.[Symbol.asyncDispose]()
      await prepareAllImages(loaded, signal)
    } catch (error) {
      if (!signal.aborted) this.#tell(stateOfError(basename(this.#path), error))
    }
  }

  #tell(state: PreviewState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}
