import { randomBytes } from 'node:crypto'
import type { Owner } from '../../api/render-farm.ts'
import { RetryLaterError } from '../api/request-errors.ts'
import { sentFilm, type SentFilm } from '../editing/sent-film.ts'
import type { LiveFilm } from '../live-film.ts'
import type { OpenDraftFilm } from './open-draft-film.ts'

/** A film that is open in the preview, in memory alone. */
export type HeldDraft = {
  /** 192 random bits: whoever has them can see the film. */
  readonly id: string
  readonly owner: Owner
  readonly film: LiveFilm
}

type Held = HeldDraft & { usedMs: number; readonly close: () => Promise<void> }
type Limits = { readonly all: number; readonly each: number; readonly idleMs: number }

const idBytes = 24
const lookMs = 15_000
const retrySeconds = 60

/** The films that are open in the preview: so many, and each for so long after nobody looks at it any more. */
export class Drafts implements AsyncDisposable {
  readonly idleMs: number
  readonly #openFilm: OpenDraftFilm
  readonly #limits: Limits
  readonly #held = new Map<string, Held>()
  /** Being opened just now: they count too. */
  #opening = 0
  readonly #looking: NodeJS.Timeout
  #leaving: Promise<unknown> = Promise.resolve()

  constructor(openFilm: OpenDraftFilm, limits: Limits) {
    this.#openFilm = openFilm
    this.#limits = limits
    this.idleMs = limits.idleMs
    this.#looking = setInterval(() => this.#closeIdle(), Math.min(lookMs, limits.idleMs)).unref()
  }

  /**
   * Opens a film. Where its owner has as many as one may have, the one that was left longest ago makes room.
   * @throws LIMIT_REACHED where all of the owner's are being looked at, SERVER_BUSY where there is no room at all, DISK_FULL
   */
  async open(sent: SentFilm, owner: Owner): Promise<HeldDraft> {
    this.#makeRoom(owner)
    this.#opening += 1
    try {
      const { film, close } = await this.#openFilm(sentFilm(sent))
      const held: Held = { id: randomBytes(idBytes).toString('hex'), owner, film, close, usedMs: performance.now() }
      this.#held.set(held.id, held)
      return held
    } finally {
      this.#opening -= 1
    }
  }

  /** null where there is none, or none any more. */
  find(id: string): HeldDraft | null {
    const held = this.#held.get(id)
    if (!held || this.#isIdle(held)) return null
    held.usedMs = performance.now()
    return held
  }

  /** @returns whether there was one of this owner */
  async end(id: string, owner: Owner): Promise<boolean> {
    const held = this.#held.get(id)
    if (!held || held.owner !== owner) return false
    this.#close(held)
    await this.#leaving
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#looking)
    for (const held of this.#held.values()) this.#close(held)
    await this.#leaving
  }

  #makeRoom(owner: Owner): void {
    this.#closeIdle()
    const own = [...this.#held.values()].filter((held) => held.owner === owner)
    if (own.length >= this.#limits.each) {
      const [oldest] = own.filter(({ film }) => !film.isFollowed).toSorted((a, b) => a.usedMs - b.usedMs)
      if (!oldest) throw new RetryLaterError('LIMIT_REACHED', `the key may have ${this.#limits.each} films open in the preview`, retrySeconds)
      this.#close(oldest)
    }
    if (this.#held.size + this.#opening >= this.#limits.all)
      throw new RetryLaterError('SERVER_BUSY', 'the server has as many films open in the preview as it takes', retrySeconds)
  }

  #closeIdle(): void {
    for (const held of this.#held.values()) if (this.#isIdle(held)) this.#close(held)
  }

  #isIdle(held: Held): boolean {
    if (held.film.isFollowed) held.usedMs = performance.now()
    return performance.now() - held.usedMs > this.#limits.idleMs
  }

  #close({ id, close }: Held): void {
    this.#held.delete(id)
    this.#leaving = Promise.allSettled([this.#leaving, close()])
  }
}
