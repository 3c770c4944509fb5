import pLimit from 'p-limit'
import type { Lease, LeaseSource, WorkerFacts } from '../api/leases.ts'
import { workerName } from '../engine/records/lease-records.ts'
import { completeWork } from './complete-work.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { failWork } from './fail-work.ts'
import { giveBackWork } from './give-back-work.ts'
import { leaseWork } from './lease-work.ts'
import type { Turns } from './take-fairly.ts'
import { touchWork } from './touch-work.ts'

/** Work whose time to be tried again has come, and that other coordinators have added, is announced by nobody. */
const pollMs = 1000

/** By account: what its workers are given. What they hold is out of reach of all others. */
export function leaseSources(context: CoordinatorContext): (account: string) => LeaseSource {
  const turns: Turns = new Map()
  // One after the other: whose turn it is depends on who was served before.
  const oneByOne = pLimit(1)
  const take = (worker: WorkerFacts) => oneByOne(() => leaseWork(context, worker, turns))
  return (account) => ({
    lease: (facts, waitMs, signal) => {
      const worker = { ...facts, id: workerName(account, facts.id) }
      return waitForWork(context, worker, { account, take, waitMs, signal: AbortSignal.any([signal, context.closing]) })
    },
    touch: ({ id, attempt }, progress) => touchWork(context, { id, attempt, account }, progress),
    complete: ({ id, attempt }, result) => completeWork(context, { id, attempt, account }, result),
    fail: ({ id, attempt }, failure) => failWork(context, { id, attempt, account }, failure),
    giveBack: ({ id, attempt }) => giveBackWork(context, { id, attempt, account }),
  })
}

type Waiting = {
  readonly account: string
  readonly take: (worker: WorkerFacts) => Promise<Lease | null>
  readonly waitMs: number
  readonly signal: AbortSignal
}

async function waitForWork(context: CoordinatorContext, worker: WorkerFacts, waiting: Waiting): Promise<Lease | null> {
  const { account, take, waitMs, signal } = waiting
  const endMs = performance.now() + waitMs
  while (!signal.aborted) {
    context.workers.see(worker)
    const watch = context.work.watch()
    const lease = await take(worker)
    // Nobody is there any more to take it.
    if (lease && signal.aborted) await giveBackWork(context, { id: lease.id, attempt: lease.attempt, account })
    else if (lease) return lease
    const leftMs = endMs - performance.now()
    if (leftMs <= 0) return null
    await watch.wait(Math.min(leftMs, pollMs), signal)
  }
  return null
}
