import type { LeaseSource } from '../api/leases.ts'
import { workerName } from '../engine/records/lease-records.ts'
import { completeWork } from './complete-work.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { failWork } from './fail-work.ts'
import { giveBackWork } from './give-back-work.ts'
import { touchWork } from './touch-work.ts'
import type { WorkDealer } from './work-dealer.ts'

/** By account: what its workers are given. What they hold is out of reach of all others. */
export function leaseSources(context: CoordinatorContext, dealer: WorkDealer): (account: string) => LeaseSource {
  return (account) => ({
    lease: async (facts, waitMs, signal) => {
      const worker = { ...facts, id: workerName(account, facts.id) }
      context.workers.see(worker)
      // It only says that it is there.
      if (worker.fault) return null
      return dealer.ask(worker, waitMs, AbortSignal.any([signal, context.closing]))
    },
    touch: ({ id, attempt }, progress) => touchWork(context, { id, attempt, account }, progress),
    complete: ({ id, attempt }, result) => completeWork(context, { id, attempt, account }, result),
    fail: ({ id, attempt }, failure) => failWork(context, { id, attempt, account }, failure),
    giveBack: ({ id, attempt }) => giveBackWork(context, { id, attempt, account }),
  })
}
