import type { WorkerFacts } from '../api/worker-facts.ts'
import { MachineRest } from './machine-rest.ts'
import type { Running, Workbench, WorkerOptions } from './running.ts'
import { workInTurn } from './work-in-turn.ts'

export type RunningWorker = {
  /** Settles when the worker has ended. Rejects with KEY_WRONG where the coordinator does not let it in: then it has stopped by itself. */
  readonly ended: Promise<void>
  /**
   * Takes no new work, lets what is under way go on for `graceMs`, and gives the rest back; chunks that will not be done in that time at once.
   * When it returns, no process and no unfinished file of the worker is left.
   */
  readonly stop: (graceMs: number) => Promise<void>
}

/** How often a worker that is to stop looks whether its work will be done in time. */
const judgeMs = 200

/** Has the work that a coordinator has done on a bench, until it is stopped. */
export function runWorker(options: WorkerOptions, bench: Workbench): RunningWorker {
  const stopping = new AbortController()
  const facts = factsOf(options, bench, stopping.signal)
  // Whoever does not ask is not to be ended by it.
  facts.catch(() => undefined)
  const running: Running = { options, facts, bench, rest: new MachineRest(), stopping, going: new AbortController(), held: new Set() }
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
