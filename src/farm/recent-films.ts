import type { Film } from '../film/film.ts'
import { filmFingerprint } from './film-fingerprint.ts'
import { loadFilm, type LoadedFilm, type LoadPlaces } from './load-film.ts'

/** One that is edited, and one beside it. Each holds its downloads on disk. */
const mostKept = 2

type Kept = { readonly loading: Promise<LoadedFilm>; uses: number; isOld: boolean }

/** The films that were asked for last, gathered and planned: who asks again with the same one need not wait for that. */
export class RecentFilms implements AsyncDisposable {
  readonly #places: LoadPlaces
  readonly #ending = new AbortController()
  readonly #kept = new Map<string, Kept>()
  /** Films that are being given back. */
  readonly #leaving = new Set<Promise<void>>()

  constructor(places: LoadPlaces) {
    this.#places = places
  }

  /**
   * Runs `work` with a film, which is not given back meanwhile.
   * @throws what `work` throws; FilmInvalidError, CANCELLED, DISK_FULL
   */
  async use<T>(film: Film, work: (loaded: LoadedFilm) => Promise<T>): Promise<T> {
    const kept = this.#keep(await filmFingerprint(film), film)
    kept.uses++
    try {
      return await work(await kept.loading)
    } finally {
      kept.uses--
      this.#giveBackUnused(kept)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    for (const key of this.#kept.keys()) this.#retire(key)
    await Promise.all(this.#leaving)
  }

  #keep(key: string, film: Film): Kept {
    const known = this.#kept.get(key)
    const kept = known ?? { loading: loadFilm(film, this.#places, this.#ending.signal), uses: 0, isOld: false }
    // Whoever asked is told; the next one tries again.
    if (!known) kept.loading.catch(() => this.#kept.delete(key))
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    for (const oldest of this.#kept.keys()) if (this.#kept.size > mostKept) this.#retire(oldest)
    return kept
  }

  #retire(key: string): void {
    const kept = this.#kept.get(key)
    this.#kept.delete(key)
    if (!kept) return
    kept.isOld = true
    this.#giveBackUnused(kept)
  }

  #giveBackUnused({ loading, uses, isOld }: Kept): void {
    if (!isOld || uses > 0) return
    const leaving = loading.then(
      (loaded) => loaded[Symbol.asyncDispose](),
      () => undefined,
    )
    this.#leaving.add(leaving)
    void leaving.finally(() => this.#leaving.delete(leaving))
  }
}
