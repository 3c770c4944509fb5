import { setTimeout as sleep } from 'node:timers/promises'
import type { Lease, LeaseSource, TaskResult, WorkFailure } from '../api/leases.ts'
import type { WorkerFacts } from '../api/worker-facts.ts'
import type { Capabilities } from '../farm/find-capabilities.ts'
import { FramefarmError } from '../shared/errors.ts'
import { failureOf } from './failure-of.ts'
import { HeldLease } from './held-lease.ts'
import { retryDelayMs, untilAnswered } from './until-answered.ts'
import type { WorkerListener } from './worker-events.ts'

/** What does the work of leases. Disposed of when there is no more. */
export type Workbench = AsyncDisposable & {
  /** What it can do. @throws CANCELLED */
  readonly capabilities: (signal: AbortSignal) => Promise<Capabilities>
  /** @throws FramefarmError; CANCELLED when the lease's signal is aborted */
  readonly perform: (held: HeldLease) => Promise<TaskResult>
}

export type WorkerOptions = {
  readonly id: string
  readonly leases: LeaseSource
  /** How many leases are worked on side by side. */
  readonly slots: number
  readonly listen: WorkerListener
}

export type RunningWorker = {
  /** Settles when the worker has ended. Rejects with KEY_WRONG where the coordinator does not let it in: then it has stopped by itself. */
  readonly ended: Promise<void>
  /**
   * Takes no new work, lets what is under way go on for `graceMs`, and gives the rest back; chunks that will not be done in that time at once.
   * When it returns, no process and no unfinished file of the worker is left.
   */
  readonly stop: (graceMs: number) => Promise<void>
}

/** How long a coordinator may take to say that there is nothing to do. */
const pollMs = 20_000
/** For how long a result is told again where nobody hears it: later its lease is somebody else's. */
const reportMs = 60_000
const giveBackMs = 3000
/** How often a worker that is to stop looks whether its work will be done in time. */
const judgeMs = 200

/** Has the work that a coordinator has done on a bench, until it is stopped. */
export function runWorker(options: WorkerOptions, bench: Workbench): RunningWorker {
  const stopping = new AbortController()
  const facts = factsOf(options, bench, stopping.signal)
  // Whoever does not ask is not to be ended by it.
  facts.catch(() => undefined)
  const running: Running = { options, facts, bench, stopping, going: new AbortController(), held: new Set() }
  const ended = workUntilStopped(running)
  ended.catch(() => undefined)
  return {
    ended,
    stop: async (graceMs) => {
      running.stopping.abort()
      const timer = setTimeout(() => letGo(running), graceMs)
      const endMs = performance.now() + graceMs
      const judging = setInterval(() => dropHopeless(running, endMs), judgeMs)
      await ended.catch(() => undefined)
      clearInterval(judging)
      clearTimeout(timer)
    },
  }
}

async function workUntilStopped(running: Running): Promise<void> {
  const slots = Array.from({ length: running.options.slots }, () => workInTurn(running))
  try {
    await Promise.all(slots)
  } catch (error) {
    running.stopping.abort()
    letGo(running)
    throw error
  } finally {
    await Promise.allSettled(slots)
    await running.bench[Symbol.asyncDispose]()
  }
}

function letGo({ going, held: all }: Running): void {
  going.abort()
  for (const held of all) held.stop('going')
}

type Running = {
  readonly options: WorkerOptions
  readonly facts: Promise<WorkerFacts | null>
  readonly bench: Workbench
  /** No new work. */
  readonly stopping: AbortController
  /** No work at all. */
  readonly going: AbortController
  readonly held: Set<HeldLease>
}

/** A chunk that is given back early is begun early by another. */
function dropHopeless({ held: all }: Running, endMs: number): void {
  for (const held of all) if ((held.msLeft ?? 0) > endMs - performance.now()) held.stop('going')
}

/** null where the worker is stopped before it knows. */
async function factsOf({ id, slots }: WorkerOptions, { capabilities }: Workbench, signal: AbortSignal): Promise<WorkerFacts | null> {
  if (slots === 0) return null
  try {
    const { encoders, ...known } = await capabilities(signal)
    return { id, slots, ...known, encoders: [...encoders] }
  } catch (error) {
    if (signal.aborted) return null
    throw error
  }
}

/** One lease after the other. @throws KEY_WRONG */
async function workInTurn(running: Running): Promise<void> {
  const { options, stopping } = running
  const { leases, listen } = options
  const facts = await running.facts
  if (!facts) return
  let failures = 0
  while (!stopping.signal.aborted) {
    try {
      const lease = await leases.lease(facts, pollMs, stopping.signal)
      failures = 0
      if (lease) await workOn(lease, running)
    } catch (error) {
      if (stopping.signal.aborted) return
      if (error instanceof FramefarmError && error.code === 'KEY_WRONG') throw error
      listen({ type: 'unreachable', error })
      await sleep(retryDelayMs(++failures), undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
}

async function workOn(lease: Lease, running: Running): Promise<void> {
  const { options, stopping, held: all } = running
  const { leases, listen } = options
  using held = new HeldLease(lease, leases, (error) => listen({ type: 'unreachable', error }))
  // Granted while the worker was being stopped.
  if (stopping.signal.aborted) return giveBack(lease, options)
  listen({ type: 'begun', lease })
  all.add(held)
  try {
    await tell(lease, await outcomeOf(held, running), running)
  } finally {
    all.delete(held)
  }
}

type Outcome =
  { readonly result: TaskResult; readonly seconds: number } | { readonly failure: WorkFailure; readonly error: unknown } | 'lost' | 'going'

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
