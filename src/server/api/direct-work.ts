import { RetryLaterError } from './request-errors.ts'

const retrySeconds = 2

/** Work whose client waits for it: only so much at the same time, and no more that waits. */
export class DirectWork {
  readonly #most: number
  readonly #what: string
  #running = 0

  /** @param what is told to those who are turned away */
  constructor(most: number, what: string) {
    this.#most = most
    this.#what = what
  }

  /** @throws QUEUE_FULL, and what the work throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.throwIfFull()
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
    }
  }

  /** @throws QUEUE_FULL */
  throwIfFull(): void {
    if (this.#running < this.#most) return
    throw new RetryLaterError('QUEUE_FULL', `the server ${this.#what} as many requests at the same time as it may`, retrySeconds)
  }
}
