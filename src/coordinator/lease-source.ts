import pLimit from 'p-limit'
import type { Lease, LeaseSource, WorkerFacts } from '../api/leases.ts'
import { completeWork } from './complete-work.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { failWork } from './fail-work.ts'
import { giveBackWork } from './give-back-work.ts'
import { leaseWork } from './lease-work.ts'
import type { Turns } from './take-fairly.ts'
import { touchWork } from './touch-work.ts'

/** Work whose time to be tried again has come, and that other coordinators have added, is announced by nobody. */
const pollMs = 1000

/** What workers are given. */
export function leaseSource(context: CoordinatorContext): LeaseSource {
  const turns: Turns = new Map()
  // One after the other: whose turn it is depends on who was served before.
  const oneByOne = pLimit(1)
  const take = (worker: WorkerFacts) => oneByOne(() => leaseWork(context, worker, turns))
  return {
    lease: (worker, waitMs, signal) => waitForWork(context, worker, { take, waitMs, signal: AbortSignal.any([signal, context.closing]) }),
    touch: (lease, progress) => touchWork(context, lease, progress),
    complete: (lease, result) => completeWork(context, lease, result),
    fail: (lease, failure) => failWork(context, lease, failure),
    giveBack: (lease) => giveBackWork(context, lease),
  }
}

type Waiting = { readonly take: (worker: WorkerFacts) => Promise<Lease | null>; readonly waitMs: number; readonly signal: AbortSignal }

async function waitForWork(context: CoordinatorContext, worker: WorkerFacts, { take, waitMs, signal }: Waiting): Promise<Lease | null> {
  const endMs = performance.now() + waitMs
  while (!signal.aborted) {
    context.workers.see(worker)
    const watch = context.work.watch()
    const lease = await take(worker)
    // Nobody is there any more to take it.
    if (lease && signal.aborted) await giveBackWork(context, lease)
    else if (lease) return lease
    const leftMs = endMs - performance.now()
    if (leftMs <= 0) return null
    await watch.wait(Math.min(leftMs, pollMs), signal)
  }
  return null
}
