import { Batches } from './batches.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { inFlight, nameOf, submitRenders, type Submission, type Submitted } from './submit-renders.ts'

/** Of one transaction: others wait for it meanwhile. */
const mostAtOnce = 50

/**
 * Accepts a render, or finds what an earlier request with the same key has made. Those who come at the same time share a transaction.
 * @throws IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_MISMATCH, QUEUE_FULL
 */
export function submissionsOf(context: CoordinatorContext): (submission: Submission) => Promise<Submitted> {
  const batches = new Batches<Submission, Submitted>((submissions) => submitRenders(context, submissions), mostAtOnce)
  // Keys of requests that are being answered by this process.
  const held = new Set<string>()
  return async (submission) => {
    const { owner, idempotency } = submission
    if (!idempotency) {
      // A request with a key may have been accepted before.
      context.fullQueue.throwIfFull()
      return batches.add(submission)
    }
    const name = nameOf({ owner, key: idempotency.key })
    if (held.has(name)) throw inFlight(idempotency.key)
    held.add(name)
    try {
      return await batches.add(submission)
    } finally {
      held.delete(name)
    }
  }
}
