import { RetryLaterError } from './request-errors.ts'

/** Whether the server takes new work. */
export class Stopping {
  readonly #ending = new AbortController()
  #isDraining = false

  /** From now on new work is refused and the server counts as not ready; what runs goes on. */
  drain(): void {
    this.#isDraining = true
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  /** Aborted when connections that would stay open for ever have to end. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  end(): void {
    this.drain()
    this.#ending.abort()
  }

  /** @throws SERVER_BUSY */
  throwIfDraining(): void {
    if (this.#isDraining) throw new RetryLaterError('SERVER_BUSY', 'the server is stopping', 10)
  }
}
