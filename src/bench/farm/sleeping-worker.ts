import { setTimeout as sleep } from 'node:timers/promises'
import { touchMs, type Lease, type LeaseSource, type PlannedChunk, type TaskResult } from '../../api/leases.ts'
import { hashOf } from '../../shared/hash.ts'

export type SleepOrder = {
  /** How long a chunk takes, give or take half. */
  readonly chunkMs: number
  /** How long preparing and finishing take. */
  readonly taskMs: number
}

/** What a worker has seen of a piece of work, in milliseconds of performance.now(). */
export type SleptLease = {
  readonly lease: Lease
  readonly askedMs: number
  readonly leasedMs: number
  readonly toldMs: number
  readonly answeredMs: number
  readonly isTaken: boolean
  readonly touchesMs: readonly number[]
}

const pollMs = 20_000
const framesPerChunk = 240

/** Takes work as a worker does, and sleeps in place of rendering it. Ends when it is told to. */
export async function runSleepingWorker(
  source: LeaseSource,
  { id, order, onDone }: { readonly id: string; readonly order: SleepOrder; readonly onDone: (slept: SleptLease) => void },
  signal: AbortSignal,
): Promise<void> {
  const facts = { id, slots: 1, cores: 2, memoryBytes: 8e9, toolchain: 'sleeping', encoders: ['h264'], versions: {} }
  while (!signal.aborted) {
    const askedMs = performance.now()
    const lease = await source.lease(facts, pollMs, signal)
    const leasedMs = performance.now()
    if (!lease) continue
    const touchesMs = await work(source, lease, order)
    const toldMs = performance.now()
    const isTaken = await source.complete(lease, resultOf(lease))
    onDone({ lease, askedMs, leasedMs, toldMs, answeredMs: performance.now(), isTaken, touchesMs })
  }
}

/** @returns how long each touch took */
async function work(source: LeaseSource, lease: Lease, { chunkMs, taskMs }: SleepOrder): Promise<readonly number[]> {
  const isChunk = lease.task.type === 'chunk'
  const wholeMs = isChunk ? chunkMs * (0.5 + Math.random()) : taskMs
  const touches: number[] = []
  for (let leftMs = wholeMs; leftMs > 0; leftMs -= touchMs) {
    await sleep(Math.min(leftMs, touchMs))
    if (leftMs <= touchMs) break
    const startMs = performance.now()
    await source.touch(lease, isChunk ? { framesDone: Math.floor(framesPerChunk * (1 - (leftMs - touchMs) / wholeMs)) } : {})
    touches.push(performance.now() - startMs)
  }
  return touches
}

function resultOf({ film, task, renderId }: Lease): TaskResult {
  if (task.type === 'prepare') {
    const scenes = Array.isArray(film['scenes']) ? film['scenes'].length : 0
    const chunks = Array.from({ length: scenes }, (_none, index): PlannedChunk => {
      return { index, output: 0, scene: index, frames: framesPerChunk, hash: hashOf([renderId, index]), isFinished: false }
    })
    return { type: 'prepare', chunks, warnings: [], durationSeconds: (scenes * framesPerChunk) / 30, encoder: 'none', fetchedBytes: 0 }
  }
  if (task.type === 'chunk') return { type: 'chunk', method: 'layers', seconds: 1 }
  const file = { name: null, kind: 'film' as const, file: 'film.mp4', url: '/film.mp4', bytes: 1000, mediaType: 'video/mp4' }
  return { type: 'finish', outputs: [file], seconds: 1 }
}
