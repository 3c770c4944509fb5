import { setImmediate as turn } from 'node:timers/promises'
import { DirectWork } from './direct-work.ts'

/** So many turns of the event loop without a request say that all who have come are in. */
const quietTurns = 3
/** Under a stream of requests without end, those that were let in are answered all the same. */
const longestWaitMs = 10_000

/**
 * Requests that make renders. An embedded database works on the thread that takes connections, one connection a turn:
 * of a burst, all are let in or turned away first, and then the database has its work.
 */
export class Submissions {
  readonly #work: DirectWork
  #arrivals = 0

  constructor(most: number) {
    this.#work = new DirectWork(most, 'accepts renders of')
  }

  /** To be called before a request is read. @throws QUEUE_FULL */
  arrive(): void {
    this.#arrivals += 1
    this.#work.throwIfFull()
  }

  /** @throws QUEUE_FULL, and what the work throws */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#work.run(async () => {
      await this.#untilQuiet()
      return work()
    })
  }

  async #untilQuiet(): Promise<void> {
    const endMs = performance.now() + longestWaitMs
    for (let quiet = 0; quiet < quietTurns && performance.now() < endMs;) {
      const before = this.#arrivals
      await turn()
      quiet = this.#arrivals === before ? quiet + 1 : 0
    }
  }
}
