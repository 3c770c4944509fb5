import type { WorkerFacts } from '../api/worker-facts.ts'
import type { Session } from '../engine/database.ts'
import { seeWorkers, workersSeenWithin, type SeenWorker } from '../engine/records/worker-records.ts'

/** A worker asks for work, or touches what it has, more often than this. */
export const absentSeconds = 60

/** The workers of all coordinators of a farm: in the database, and as they were a moment ago also here. */
export class WorkerCensus {
  readonly #asked = new Map<string, WorkerFacts>()
  #slots = 1

  see(worker: WorkerFacts): void {
    this.#asked.set(worker.id, worker)
  }

  /** Takes down who has asked since the last time, and who waits now. */
  async refresh(session: Session, waiting: readonly WorkerFacts[]): Promise<void> {
    const asked = new Map([...this.#asked, ...waiting.map((worker) => [worker.id, worker] as const)])
    this.#asked.clear()
    await seeWorkers(session, [...asked.values()])
    const seen = await this.seen(session)
    this.#slots = seen.reduce((sum, { slots, fault }) => sum + (fault ? 0 : slots), 0)
  }

  seen(session: Session): Promise<readonly SeenWorker[]> {
    return workersSeenWithin(session, absentSeconds)
  }

  /** How much can be worked on side by side by those that can work; 1 where nobody is known yet. */
  get slots(): number {
    return Math.max(1, this.#slots)
  }

  /** The same; 0 where nobody is known. */
  get knownSlots(): number {
    return this.#slots
  }
}
