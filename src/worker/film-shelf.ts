import type { Lease } from '../api/leases.ts'
import { openFilmWork, type FilmWork } from '../farm/film-work.ts'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import { isOfMachine } from '../shared/machine-faults.ts'
import { unlessCancelled } from '../shared/within.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { pruneFolders } from '../storage/prune-folder.ts'
import type { WorkerListener } from './worker-events.ts'

type ShelfOptions = {
  readonly dataFolder: DataFolder
  readonly slots: number
  /** Of all films that come here. */
  readonly policy: AssetPolicy
  /** How long a film that nobody works on is kept. */
  readonly idleMs: number
  /** How much finished chunks and prepared images may take when no film needs them. */
  readonly cacheBytes: number
  readonly listen: WorkerListener
}

type Opened = {
  readonly renderId: string
  readonly film: Promise<FilmWork>
  readonly ending: AbortController
  users: number
  idleTimer: NodeJS.Timeout | null
}

/** Each holds a Chromium that does nothing. */
const mostIdle = 2

/** The films that a worker has prepared, so that a film's next lease finds it ready. */
export class FilmShelf implements AsyncDisposable {
  readonly #options: ShelfOptions
  /** By render, film and settings; the one used last at the end. */
  readonly #opened = new Map<string, Opened>()
  readonly #closing = new Set<Promise<void>>()

  constructor(options: ShelfOptions) {
    this.#options = options
  }

  /**
   * Works on a lease's film, which is prepared where it is not yet. After its last task, or when nobody but who was stopped had worked on it,
   * it is closed before this returns.
   * @throws as openFilmWork; what `work` throws; CANCELLED
   */
  async use<T>(lease: Lease, signal: AbortSignal, work: (film: FilmWork) => Promise<T>): Promise<T> {
    const key = hashOf([lease.renderId, lease.film, lease.settings])
    const opened = this.#take(key, lease)
    let isOver = false
    try {
      const result = await work(await unlessCancelled(opened.film, signal))
      isOver = lease.task.type === 'finish'
      return result
    } catch (error) {
      // On a full disk, what it has written takes room; with a Chromium that does not start it is begun anew.
      isOver = error instanceof FramefarmError && isOfMachine(error.code)
      throw error
    } finally {
      opened.users--
      if (opened.users === 0) {
        if (isOver || signal.aborted) await this.#close(key, opened)
        else this.#rest(key, opened)
      }
    }
  }

  /** To be called when no film is worked on. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const [key, opened] of this.#opened) void this.#close(key, opened)
    await Promise.all(this.#closing)
  }

  #take(key: string, lease: Lease): Opened {
    const opened = this.#opened.get(key) ?? this.#open(key, lease)
    this.#opened.delete(key)
    this.#opened.set(key, opened)
    if (opened.idleTimer) clearTimeout(opened.idleTimer)
    opened.idleTimer = null
    opened.users++
    return opened
  }

  #open(key: string, { renderId, film, settings }: Lease): Opened {
    const { dataFolder, slots, policy, listen } = this.#options
    const ending = new AbortController()
    const hear = (message: string) => listen({ type: 'warning', renderId, message })
    const order = { film, method: settings.method, encoder: settings.encoder, slots, dataFolder, policy }
    const opening = openFilmWork(order, ending.signal, (event) => event.type === 'warning' && hear(event.message))
    const opened: Opened = { renderId, film: opening, ending, users: 0, idleTimer: null }
    // Prepared anew by whoever comes next.
    opening.catch(() => this.#forget(key, opened))
    return opened
  }

  #rest(key: string, opened: Opened): void {
    if (this.#opened.get(key) !== opened) return
    opened.idleTimer = setTimeout(() => void this.#close(key, opened), this.#options.idleMs)
    const idle = [...this.#opened].filter(([, { users }]) => users === 0)
    for (const [oldest, film] of idle.slice(0, Math.max(0, idle.length - mostIdle))) void this.#close(oldest, film)
  }

  #forget(key: string, opened: Opened): void {
    if (this.#opened.get(key) === opened) this.#opened.delete(key)
  }

  async #close(key: string, opened: Opened): Promise<void> {
    this.#forget(key, opened)
    if (opened.idleTimer) clearTimeout(opened.idleTimer)
    const closing = this.#end(opened)
    this.#closing.add(closing)
    await closing
    this.#closing.delete(closing)
  }

  async #end({ renderId, film, ending }: Opened): Promise<void> {
    const { dataFolder, cacheBytes, listen } = this.#options
    ending.abort()
    const work = await film.catch(() => null)
    try {
      await work?.[Symbol.asyncDispose]()
      await pruneFolders([dataFolder.chunks, dataFolder.images], cacheBytes)
    } catch (error) {
      listen({ type: 'warning', renderId, message: `a film could not be closed: ${messageOf(error)}` })
    }
  }
}
