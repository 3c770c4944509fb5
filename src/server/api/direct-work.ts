import { RetryLaterError } from './request-errors.ts'

const retrySeconds = 2

/** Work whose client waits for it on the line: only so much at the same time, and no more that waits. */
export class DirectWork {
  readonly #most: number
  #running = 0

  constructor(most: number) {
    this.#most = most
  }

  /** @throws QUEUE_FULL, and what the work throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#most) throw new RetryLaterError('QUEUE_FULL', 'the server works on as many requests directly as it may', retrySeconds)
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
    }
  }
}
