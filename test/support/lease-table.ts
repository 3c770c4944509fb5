import { setTimeout as sleep } from 'node:timers/promises'
import type { Lease, LeaseSource, Task, TaskResult, WorkFailure, WorkProgress } from '../../src/api/leases.ts'

type Outcome = Extract<TaskResult, { type: 'finish' }> | WorkFailure
type Entry = { lease: Lease; isHeld: boolean }
type Order = Pick<Lease, 'film'> & Partial<Lease['settings']>

/**
 * A coordinator in memory: deals each render's preparing, then its chunks in order, then its finish.
 * It tries nothing again: the first failure is the render's.
 */
export class LeaseTable implements LeaseSource {
  /** Everything that has happened, such as `prepare complete`. */
  readonly told: string[] = []
  readonly results: TaskResult[] = []
  readonly progress: WorkProgress[] = []
  mostHeld = 0
  /** Called before each lease is dealt. */
  onLease: (lease: Lease) => Lease = (lease) => lease
  /** Which tasks are dealt; the others wait. */
  deals: (task: Task) => boolean = () => true
  /** How many of the next calls fail as if the coordinator could not be reached. */
  unreachable = 0
  readonly #entries: Entry[] = []
  readonly #outcomes = new Map<string, PromiseWithResolvers<Outcome>>()
  #count = 0

  /** @returns how the render ends */
  submit(renderId: string, { film, ...settings }: Order): Promise<Outcome> {
    const outcome = Promise.withResolvers<Outcome>()
    this.#outcomes.set(renderId, outcome)
    this.#add({ renderId, film, settings: { method: 'auto', encoder: 'cpu', ...settings } }, { type: 'prepare' })
    return outcome.promise
  }

  /** Whoever works on the render hears of it when they touch it. */
  cancel(renderId: string): void {
    for (const entry of this.#entries.filter(({ lease }) => lease.renderId === renderId)) this.#entries.splice(this.#entries.indexOf(entry), 1)
  }

  get held(): readonly Lease[] {
    return this.#entries.filter(({ isHeld }) => isHeld).map(({ lease }) => lease)
  }

  lease: LeaseSource['lease'] = async (_worker, waitMs, signal) => {
    this.#reach()
    for (const endMs = performance.now() + waitMs; performance.now() < endMs && !signal.aborted; await sleep(10)) {
      const entry = this.#entries.find(({ isHeld, lease: { task } }) => !isHeld && this.deals(task))
      if (!entry) continue
      entry.isHeld = true
      this.mostHeld = Math.max(this.mostHeld, this.held.length)
      return this.onLease(entry.lease)
    }
    return null
  }

  touch: LeaseSource['touch'] = async ({ id }, progress) => {
    this.progress.push(progress)
    return this.#find(id) !== undefined
  }

  complete: LeaseSource['complete'] = async ({ id }, result) => {
    this.#reach()
    const lease = this.#end(id, `${result.type} complete`)
    if (!lease) return false
    this.results.push(result)
    if (result.type === 'prepare') {
      const missing = new Map(result.chunks.filter(({ isFinished }) => !isFinished).map((chunk) => [chunk.hash, chunk]))
      for (const { index: chunk, output, hash, frames, scene } of missing.values()) {
        this.#add(lease, { type: 'chunk', output, chunk, hash, frames, scene })
      }
    }
    const isLast = !this.#entries.some(({ lease: { renderId } }) => renderId === lease.renderId)
    if (result.type === 'finish') this.#outcomes.get(lease.renderId)?.resolve(result)
    else if (isLast) this.#add(lease, { type: 'finish' })
    return true
  }

  fail: LeaseSource['fail'] = async ({ id }, failure) => {
    const lease = this.#end(id, `${this.#find(id)?.lease.task.type} fail`)
    if (!lease) return false
    this.cancel(lease.renderId)
    this.#outcomes.get(lease.renderId)?.resolve(failure)
    return true
  }

  giveBack: LeaseSource['giveBack'] = async ({ id }) => {
    const entry = this.#find(id)
    if (!entry) return false
    this.told.push(`${entry.lease.task.type} given back`)
    entry.isHeld = false
    return true
  }

  #add({ renderId, film, settings }: Pick<Lease, 'renderId' | 'film' | 'settings'>, task: Task): void {
    this.#entries.push({ lease: { id: `lease-${++this.#count}`, attempt: 1, renderId, film, settings, task }, isHeld: false })
  }

  #end(id: string, what: string): Lease | undefined {
    const entry = this.#find(id)
    if (!entry) return undefined
    this.told.push(what)
    this.#entries.splice(this.#entries.indexOf(entry), 1)
    return entry.lease
  }

  #find(id: string): Entry | undefined {
    return this.#entries.find(({ lease }) => lease.id === id)
  }

  #reach(): void {
    if (this.unreachable-- > 0) throw new Error('connection refused')
  }
}
