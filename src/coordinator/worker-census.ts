import type { WorkerFacts } from '../api/leases.ts'

/** A worker asks for work, or touches what it has, more often than this. */
const absentMs = 60_000

/** Which workers have asked this coordinator for work lately. */
export class WorkerCensus {
  readonly #workers = new Map<string, { readonly slots: number; readonly atMs: number }>()

  see({ id, slots }: WorkerFacts): void {
    this.#workers.set(id, { slots, atMs: performance.now() })
  }

  /** How much can be worked on side by side; 1 where nobody is known yet. */
  get slots(): number {
    return Math.max(1, this.knownSlots)
  }

  /** The same; 0 where nobody is known. */
  get knownSlots(): number {
    const nowMs = performance.now()
    for (const [id, { atMs }] of this.#workers) if (nowMs - atMs > absentMs) this.#workers.delete(id)
    return [...this.#workers.values()].reduce((sum, { slots }) => sum + slots, 0)
  }
}
