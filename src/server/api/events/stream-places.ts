import type { Owner } from '../../../api/render-farm.ts'
import { RetryLaterError } from '../request-errors.ts'

const retrySeconds = 5

/** Places for connections that stay open, for all and for each API key. */
export class StreamPlaces {
  readonly #limits: { readonly all: number; readonly each: number }
  readonly #byOwner = new Map<Owner, number>()
  #all = 0

  constructor(limits: { readonly all: number; readonly each: number }) {
    this.#limits = limits
  }

  get taken(): number {
    return this.#all
  }

  /** @returns gives the place back @throws SERVER_BUSY, LIMIT_REACHED */
  take(owner: Owner): () => void {
    const own = this.#byOwner.get(owner) ?? 0
    if (this.#all >= this.#limits.all) throw new RetryLaterError('SERVER_BUSY', 'the server has as many event streams as it takes', retrySeconds)
    if (own >= this.#limits.each) throw new RetryLaterError('LIMIT_REACHED', `the key may have ${this.#limits.each} event streams`, retrySeconds)
    this.#all += 1
    this.#byOwner.set(owner, own + 1)
    return () => this.#giveBack(owner)
  }

  #giveBack(owner: Owner): void {
    this.#all -= 1
    const own = (this.#byOwner.get(owner) ?? 0) - 1
    if (own > 0) this.#byOwner.set(owner, own)
    else this.#byOwner.delete(owner)
  }
}
