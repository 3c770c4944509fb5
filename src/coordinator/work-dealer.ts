import type { Lease } from '../api/leases.ts'
import type { WorkerFacts } from '../api/worker-facts.ts'
import type { LeaseRow } from '../engine/records/lease-records.ts'
import type { Claimed } from './claim-fairly.ts'
import type { WakeUp } from './wake-up.ts'

/** Work whose time to be tried again has come, and that other coordinators have added, is announced by nobody. */
const pollMs = 1000

type Asking = {
  readonly worker: WorkerFacts
  /** Equal for workers that can do the same work. */
  readonly kind: string
  readonly signal: AbortSignal
  readonly answer: PromiseWithResolvers<Lease | null>
  wasServed: boolean
  /** It has waited for as long as it wanted. */
  isLate: boolean
}

type Table = {
  readonly claim: (worker: WorkerFacts) => Promise<Claimed>
  /** null where the work is not wanted any more. */
  readonly begin: (held: LeaseRow, worker: WorkerFacts) => Promise<Lease | null>
  /** For who is not there any more when it has come. */
  readonly giveBack: (lease: Lease, worker: WorkerFacts) => Promise<unknown>
}

/**
 * Deals work to those who ask for it, one after the other, as whose turn it is depends on who was served before; what is to be done before
 * a worker can begin is done for many at a time. When there is nothing for one, there is nothing for others like it either: a hundred that
 * wait cost no more than one.
 */
export class WorkDealer {
  readonly #table: Table
  /** Whoever has waited longest is first. */
  readonly #asking = new Set<Asking>()
  /** For whom there was nothing since there was last something new. */
  readonly #idle = new Set<string>()
  readonly #beginning = new Set<Promise<void>>()
  #news = 0
  #isDealing = false
  #dealing = Promise.resolve()

  constructor(table: Table) {
    this.#table = table
  }

  /** Those that wait now. */
  get waiting(): readonly WorkerFacts[] {
    return [...this.#asking].map(({ worker }) => worker)
  }

  /** Waits for work up to `waitMs`; null where there is none. @throws where the database does */
  async ask(worker: WorkerFacts, waitMs: number, signal: AbortSignal): Promise<Lease | null> {
    if (signal.aborted) return null
    const asking: Asking = { worker, kind: kindOf(worker), signal, answer: Promise.withResolvers(), wasServed: false, isLate: false }
    this.#asking.add(asking)
    const leave = () => {
      asking.isLate = true
      if (this.#asking.has(asking) && (asking.wasServed || signal.aborted)) this.#end(asking, null)
    }
    const timer = setTimeout(leave, waitMs)
    signal.addEventListener('abort', leave, { once: true })
    this.#deal()
    try {
      return await asking.answer.promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', leave)
    }
  }

  /** Deals whenever there may be something new. */
  async run(work: WakeUp, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const watch = work.watch()
      this.#news++
      this.#idle.clear()
      this.#deal()
      await watch.wait(pollMs, signal)
    }
    for (const asking of this.#asking) this.#end(asking, null)
    await this.#dealing
    await Promise.all(this.#beginning)
  }

  #deal(): void {
    if (!this.#isDealing) this.#dealing = this.#dealAll()
  }

  async #dealAll(): Promise<void> {
    this.#isDealing = true
    try {
      for (let next = this.#next(); next; next = this.#next()) await this.#serve(next)
    } catch (error) {
      for (const { answer } of this.#asking) answer.reject(error)
      this.#asking.clear()
    } finally {
      this.#isDealing = false
    }
  }

  #next(): Asking | undefined {
    for (const asking of this.#asking) {
      if (!asking.wasServed || !(this.#idle.has(asking.kind) || this.#idle.has(asking.worker.id))) return asking
    }
    return undefined
  }

  async #serve(asking: Asking): Promise<void> {
    const { worker } = asking
    const news = this.#news
    const claimed = await this.#table.claim(worker)
    asking.wasServed = true
    if (claimed.held) {
      this.#asking.delete(asking)
      const beginning = this.#begin(asking, claimed.held)
      this.#beginning.add(beginning)
      void beginning.then(() => this.#beginning.delete(beginning))
    } else if (asking.isLate) this.#end(asking, null)
    else if (news === this.#news) this.#idle.add(claimed.isShort ? worker.id : asking.kind)
  }

  async #begin(asking: Asking, held: LeaseRow): Promise<void> {
    const { worker, signal, answer } = asking
    try {
      const lease = await this.#table.begin(held, worker)
      if (lease && signal.aborted) await this.#table.giveBack(lease, worker)
      if (signal.aborted) answer.resolve(null)
      else if (lease) answer.resolve(lease)
      else {
        // Nothing of it was worth beginning: there may be something else.
        this.#asking.add(asking)
        this.#deal()
      }
    } catch (error) {
      answer.reject(error)
    }
  }

  #end(asking: Asking, lease: Lease | null): void {
    this.#asking.delete(asking)
    asking.answer.resolve(lease)
  }
}

function kindOf({ toolchain, encoders, memoryBytes }: WorkerFacts): string {
  return JSON.stringify([toolchain, encoders, memoryBytes])
}
