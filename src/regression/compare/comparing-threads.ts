import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import pLimit, { type LimitFunction } from 'p-limit'
import { usableCores } from '../../browser/slot-count.ts'
import { startThread } from '../../shared/start-thread.ts'
import { drawnComparison, type ComparisonOrder, type DrawnComparison } from './drawn-comparison.ts'

/** Smaller pictures are compared before a thread has started. */
const leastPixels = 300_000

const threadFile = new URL('./compare-thread.ts', import.meta.url)

/** Compares pictures beside the drawing of others: as many threads as cores, each started when it is first needed. */
export class ComparingThreads implements AsyncDisposable {
  readonly #inTurn: LimitFunction
  readonly #threads: Worker[] = []
  readonly #idle: Worker[] = []

  constructor(most = usableCores()) {
    this.#inTurn = pLimit(most)
  }

  /** @throws as comparePictures */
  compare(order: ComparisonOrder): Promise<DrawnComparison> {
    const { width, height } = order.baseline
    if (width * height < leastPixels) return Promise.resolve(drawnComparison(order))
    return this.#inTurn(async () => {
      const thread = this.#idle.pop() ?? this.#start()
      thread.postMessage(order)
      const [compared] = (await once(thread, 'message')) as [DrawnComparison]
      this.#idle.push(thread)
      return compared
    })
  }

  /** To be called when nothing is being compared. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }

  #start(): Worker {
    const thread = startThread(threadFile)
    this.#threads.push(thread)
    return thread
  }
}
