import type { WorkerFacts } from '../api/worker-facts.ts'
import type { Session } from '../engine/database.ts'
import type { LeaseRow } from '../engine/records/lease-records.ts'
import { claimNext, loadsOfOwners, type OwnerLoad } from '../engine/records/turn-records.ts'

/** When each owner was last given work by this process, as a count. */
export type Turns = Map<string, number>

export type Rules = {
  readonly turns: Turns
  /** Pieces of work that an owner may have under way; who is not in it has no limit. */
  readonly maxSlots: ReadonlyMap<string, number>
}

/** `isShort`: there may be work that the worker could do if it did not hold other work. */
export type Claimed = { readonly held: LeaseRow } | { readonly held: null; readonly isShort: boolean }

/** How many owners are asked in one statement: most often the first has work, and otherwise almost nobody has. */
const groupSizes = [1, 7, Infinity]

/**
 * The next work that the worker can do, from now on in its hands: of the owner with the least work under way, and among equals of the one
 * whose last turn is the longest ago. Nobody waits while there is anything to do that they may do.
 */
export async function claimFairly({ turns, maxSlots }: Rules, session: Session, worker: WorkerFacts): Promise<Claimed> {
  const loads = await loadsOfOwners(session, worker.id)
  const heldBytes = loads.reduce((sum, load) => sum + load.heldBytes, 0)
  // Of a render whose last job another coordinator is just taking, it is not known yet that there is none.
  const passed: number[] = []
  const fitness = { ...worker, freeBytes: worker.memoryBytes - heldBytes, passed }
  const mayHaveMore = ({ owner, leases }: OwnerLoad) => leases < (maxSlots.get(owner) ?? Infinity)
  const turnOf = (owner: string) => turns.get(owner) ?? 0
  const inTurn = loads.filter(mayHaveMore).toSorted((a, b) => a.leases - b.leases || turnOf(a.owner) - turnOf(b.owner))
  const owners = inTurn.map(({ owner }) => owner)
  for (const size of groupSizes) {
    const asked = owners.splice(0, size)
    for (;;) {
      const claim = asked.length > 0 ? await claimNext(session, asked, fitness) : null
      if (!claim) break
      if (claim.held) {
        noteTurn(turns, claim.owner)
        return { held: claim.held }
      }
      passed.push(claim.render)
    }
  }
  return { held: null, isShort: heldBytes > 0 }
}

function noteTurn(turns: Turns, owner: string): void {
  turns.delete(owner)
  turns.set(owner, Math.max(0, ...turns.values()) + 1)
  // Who has not been here for long is as good as new.
  const [oldest] = turns.keys()
  if (turns.size > 1000 && oldest !== undefined) turns.delete(oldest)
}
