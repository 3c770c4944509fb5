import { setTimeout as sleep } from 'node:timers/promises'
import type { Lease } from '../api/leases.ts'
import type { MachineFault, WorkerFacts } from '../api/worker-facts.ts'
import { FramefarmError } from '../shared/errors.ts'
import { isOfMachine } from '../shared/machine-faults.ts'
import type { Running } from './running.ts'
import { sitOutFault } from './sit-out-fault.ts'
import { retryDelayMs } from './until-answered.ts'
import { workOnLease } from './work-on-lease.ts'

/** How long a coordinator may take to say that there is nothing to do. */
const pollMs = 20_000

const firstRestMs = 5000
const longestRestMs = 60_000

/** Doubled each time: others take the work meanwhile, and what is wrong with the machine is seldom mended within seconds. */
function usualRestMs(times: number): number {
  return Math.min(longestRestMs, firstRestMs * 2 ** (times - 1))
}

/** One lease after the other, until the worker is stopped; none while its machine cannot work. @throws KEY_WRONG */
export async function workInTurn(running: Running): Promise<void> {
  const { stopping, rest } = running
  const facts = await running.facts
  if (!facts) return
  while (!stopping.signal.aborted) {
    await rest.untilOver()
    const fault = await workOnce(running, facts, AbortSignal.any([stopping.signal, rest.begun]))
    if (fault && fault !== 'done') await rest.during(() => untilItWorks(running, facts, fault))
  }
}

/** Asks for no work until the machine may be able to do some, and then for one piece at a time, until one is done. */
async function untilItWorks(running: Running, facts: WorkerFacts, first: MachineFault): Promise<void> {
  const { options, bench, stopping } = running
  const { leases, listen, restMs = usualRestMs } = options
  const { signal } = stopping
  let fault = first
  for (let times = 1; !signal.aborted; times++) {
    const ms = restMs(times)
    listen({ type: 'resting', fault, seconds: ms / 1000 })
    const tell = () =>
      leases.lease({ ...facts, fault }, 0, signal).catch((error: unknown) => signal.aborted || listen({ type: 'unreachable', error }))
    await sitOutFault({ ms, tell, isOver: async () => (await bench.isOver?.(fault)) ?? false }, signal)
    const end = await workUntilDone(running, facts)
    if (!end) return
    if (end === 'done') return listen({ type: 'recovered' })
    fault = end
  }
}

/** @returns null where the worker is to stop */
async function workUntilDone(running: Running, facts: WorkerFacts): Promise<MachineFault | 'done' | null> {
  const { signal } = running.stopping
  while (!signal.aborted) {
    const end = await workOnce(running, facts, signal)
    if (end) return end
  }
  return null
}

/** @returns what is wrong with the machine; null where there was no work, or how it ended says nothing of the machine */
async function workOnce(running: Running, facts: WorkerFacts, signal: AbortSignal): Promise<MachineFault | 'done' | null> {
  const lease = await askForWork(running, facts, signal)
  const outcome = lease ? await workOnLease(lease, running) : 'none'
  if (typeof outcome === 'string') return null
  if ('result' in outcome) return 'done'
  const { code, message, hint } = outcome.failure
  return running.bench.isOver && isOfMachine(code) ? { code, message, hint } : null
}

/** null where there is none for a while, or the signal is aborted. @throws KEY_WRONG */
async function askForWork({ options: { leases, listen } }: Running, facts: WorkerFacts, signal: AbortSignal): Promise<Lease | null> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return await leases.lease(facts, pollMs, signal)
    } catch (error) {
      if (signal.aborted) return null
      if (error instanceof FramefarmError && error.code === 'KEY_WRONG') throw error
      listen({ type: 'unreachable', error })
      await sleep(retryDelayMs(failures), undefined, { signal }).catch(() => undefined)
    }
  }
  return null
}
