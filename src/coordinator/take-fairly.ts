import type { Session } from '../engine/database.ts'
import type { HeldJob, JobQueue } from '../engine/job-queue.ts'
import { leasesByOwner } from '../engine/records/lease-records.ts'

/** When each owner was last given work by this process, as a count. */
export type Turns = Map<string, number>

/**
 * The next job: of the owner with the least work under way, and among equals of the one whose last turn is the longest ago.
 * Nobody waits while there is anything to do.
 */
export async function takeFairly(jobs: JobQueue, session: Session, turns: Turns): Promise<HeldJob | null> {
  const loads = (await leasesByOwner(session)).toSorted((a, b) => a.leases - b.leases || (turns.get(a.owner) ?? 0) - (turns.get(b.owner) ?? 0))
  const owners = loads.map(({ owner }) => owner)
  // An owner's work may all be under way, or wait for its time. Twice as many are asked each time, as asking one by one would take long.
  for (let asked = 1; ; asked *= 2) {
    const job = owners.length > 0 ? await jobs.take(session, owners.slice(asked)) : null
    if (job || asked >= owners.length) return job
  }
}

export function noteTurn(turns: Turns, owner: string): void {
  turns.delete(owner)
  turns.set(owner, Math.max(0, ...turns.values()) + 1)
  // Who has not been here for long is as good as new.
  const [oldest] = turns.keys()
  if (turns.size > 1000 && oldest !== undefined) turns.delete(oldest)
}
