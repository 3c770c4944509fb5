import { setTimeout as sleep } from 'node:timers/promises'
import type { Lease, LeaseSource, TaskResult, WorkFailure } from '../api/leases.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { cacheBytesFromEnvironment } from '../storage/prune-folder.ts'
import type { AllowedFolders } from '../storage/store-files.ts'
import { doTask } from './do-task.ts'
import { failureOf } from './failure-of.ts'
import { FilmShelf } from './film-shelf.ts'
import { HeldLease } from './held-lease.ts'
import { retryDelayMs, untilAnswered } from './until-answered.ts'
import type { WorkerListener } from './worker-events.ts'

export type WorkerOptions = AllowedFolders & {
  readonly id: string
  readonly leases: LeaseSource
  readonly dataFolder: DataFolder
  /** What of the world the films may use. */
  readonly policy: AssetPolicy
  /** How many leases are worked on side by side. */
  readonly slots: number
  /** How long a prepared film that has no work is kept, with its Chromium. */
  readonly idleMs?: number
  readonly listen: WorkerListener
}

export type RunningWorker = {
  /** Settles when the worker has ended. Rejects with KEY_WRONG where the coordinator does not let it in: then it has stopped by itself. */
  readonly ended: Promise<void>
  /**
   * Takes no new work, lets what is under way go on for `graceMs`, and gives the rest back.
   * When it returns, no process and no unfinished file of the worker is left.
   */
  readonly stop: (graceMs: number) => Promise<void>
}

const usualIdleMs = 30_000
/** How long a coordinator may take to say that there is nothing to do. */
const pollMs = 20_000
/** For how long a result is told again where nobody hears it: later its lease is somebody else's. */
const reportMs = 60_000
const giveBackMs = 3000

/** Does the work that a coordinator has, until it is stopped. @throws TOOL_SETTING_WRONG */
export function runWorker(options: WorkerOptions): RunningWorker {
  const { idleMs = usualIdleMs } = options
  const films = new FilmShelf({ ...options, idleMs, cacheBytes: cacheBytesFromEnvironment() })
  const running: Running = { options, films, stopping: new AbortController(), going: new AbortController(), held: new Set() }
  const ended = workUntilStopped(running)
  // Whoever does not ask is not to be ended by it.
  ended.catch(() => undefined)
  return {
    ended,
    stop: async (graceMs) => {
      running.stopping.abort()
      const timer = setTimeout(() => letGo(running), graceMs)
      await ended.catch(() => undefined)
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
    await running.films[Symbol.asyncDispose]()
  }
}

function letGo({ going, held: all }: Running): void {
  going.abort()
  for (const held of all) held.stop('going')
}

type Running = {
  readonly options: WorkerOptions
  readonly films: FilmShelf
  /** No new work. */
  readonly stopping: AbortController
  /** No work at all. */
  readonly going: AbortController
  readonly held: Set<HeldLease>
}

/** One lease after the other. @throws KEY_WRONG */
async function workInTurn(running: Running): Promise<void> {
  const { options, stopping } = running
  const { leases, id, slots, listen } = options
  let failures = 0
  while (!stopping.signal.aborted) {
    try {
      const lease = await leases.lease({ id, slots }, pollMs, stopping.signal)
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

async function outcomeOf(held: HeldLease, { options, films }: Running): Promise<Outcome> {
  const startMs = performance.now()
  try {
    const result = await films.use(held.lease, held.signal, (film) => doTask(held, film, { ...options, startMs }))
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
