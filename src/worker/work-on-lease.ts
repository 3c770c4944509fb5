import type { Lease, TaskResult, WorkFailure } from '../api/leases.ts'
import { failureOf } from './failure-of.ts'
import { HeldLease } from './held-lease.ts'
import type { Running, WorkerOptions } from './running.ts'
import { untilAnswered } from './until-answered.ts'

/** For how long a result is told again where nobody hears it: later its lease is somebody else's. */
const reportMs = 60_000
const giveBackMs = 3000

export type Outcome =
  { readonly result: TaskResult; readonly seconds: number } | { readonly failure: WorkFailure; readonly error: unknown } | 'lost' | 'going'

/** Does what a lease asks for, and tells the coordinator how it has ended. */
export async function workOnLease(lease: Lease, running: Running): Promise<Outcome> {
  const { options, stopping, held: all } = running
  const { leases, listen } = options
  using held = new HeldLease(lease, leases, (error) => listen({ type: 'unreachable', error }))
  // Granted while the worker was being stopped.
  if (stopping.signal.aborted) {
    await giveBack(lease, options)
    return 'going'
  }
  listen({ type: 'begun', lease })
  all.add(held)
  try {
    const outcome = await outcomeOf(held, running)
    await tell(lease, outcome, running)
    return outcome
  } finally {
    all.delete(held)
  }
}

async function outcomeOf(held: HeldLease, { bench }: Running): Promise<Outcome> {
  const startMs = performance.now()
  try {
    const result = await bench.perform(held)
    return { result, seconds: (performance.now() - startMs) / 1000 }
  } catch (error) {
    return held.stopped ?? { failure: failureOf(error), error }
  }
}

async function tell(lease: Lease, outcome: Outcome, { options, going }: Running): Promise<void> {
  const { leases, listen } = options
  if (outcome === 'lost') return listen({ type: 'lost', lease })
  if (outcome === 'going') return giveBack(lease, options)
  const signal = AbortSignal.any([going.signal, AbortSignal.timeout(reportMs)])
  const ask = () => ('result' in outcome ? leases.complete(lease, outcome.result) : leases.fail(lease, outcome.failure))
  const isTaken = await untilAnswered(ask, signal, (error) => listen({ type: 'unreachable', error }))
  if (isTaken !== true) listen({ type: 'lost', lease })
  else if ('result' in outcome) listen({ type: 'done', lease, ...outcome })
  else listen({ type: 'failed', lease, ...outcome })
}

async function giveBack(lease: Lease, { leases, listen }: WorkerOptions): Promise<void> {
  await untilAnswered(
    () => leases.giveBack(lease),
    AbortSignal.timeout(giveBackMs),
    (error) => listen({ type: 'unreachable', error }),
  )
  listen({ type: 'given-back', lease })
}
