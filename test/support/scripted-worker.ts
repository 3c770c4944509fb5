import type { Lease, LeaseSource, PlannedChunk, TaskResult, WorkFailure } from '../../src/api/leases.ts'
import type { WorkerFacts } from '../../src/api/worker-facts.ts'
import { hashOf } from '../../src/shared/hash.ts'
import { workerFactsOf } from './worker-facts-of.ts'

type Json = { readonly [name: string]: unknown }

const framesPerChunk = 60

/** Chunks that workers of a test have finished: what the store of chunks is for real ones. */
export type FinishedChunks = Set<string>

export type Script = Partial<WorkerFacts> & {
  readonly finished?: FinishedChunks
  /** What the work of a lease ends with, where it is not a result. */
  readonly fail?: (lease: Lease) => WorkFailure | undefined
}

/** Answers as a worker does, without rendering: each scene has chunks of two seconds at 30 frames per second, hashed by what the scene says. */
export class ScriptedWorker {
  /** Everything that was leased, in order. */
  readonly leases: Lease[] = []
  readonly finished: FinishedChunks
  readonly #source: LeaseSource
  readonly #script: Script
  readonly #never = new AbortController().signal

  constructor(source: LeaseSource, script: Script = {}) {
    this.#source = source
    this.#script = script
    this.finished = script.finished ?? new Set()
  }

  /** The next lease; null where there is none within the time. */
  async lease(waitMs = 5000): Promise<Lease | null> {
    const { finished: _finished, fail: _fail, ...facts } = this.#script
    const lease = await this.#source.lease(workerFactsOf(facts), waitMs, this.#never)
    if (lease) this.leases.push(lease)
    return lease
  }

  /** Does what a lease asks for. @returns whether the result was taken */
  async do(lease: Lease): Promise<boolean> {
    const wished = this.#script.fail?.(lease)
    if (wished) return this.#source.fail(lease, wished)
    const { task } = lease
    if (task.type === 'chunk') {
      await this.#source.touch(lease, { framesDone: task.frames })
      this.finished.add(task.hash)
    }
    if (task.type === 'finish') await this.#source.touch(lease, { stage: 'mixing' })
    return this.#source.complete(lease, this.resultOf(lease))
  }

  /** Works until nothing is left to do. */
  async workUntilIdle(): Promise<void> {
    for (let lease = await this.lease(0); lease; lease = await this.lease(0)) await this.do(lease)
  }

  /** The scenes of the film as it was last leased. */
  get lastScenes(): readonly Json[] {
    return (this.leases.at(-1)?.film['scenes'] ?? []) as readonly Json[]
  }

  resultOf({ film, task, renderId }: Lease): TaskResult {
    if (task.type === 'prepare') {
      const chunks = planOf(film, this.finished)
      const durationSeconds = chunks.reduce((sum, { frames }) => sum + frames, 0) / 30
      return { type: 'prepare', chunks, warnings: [], durationSeconds, encoder: 'libx264', fetchedBytes: 1000 }
    }
    if (task.type === 'chunk') return { type: 'chunk', method: 'layers', seconds: 0.5 }
    const file = { name: null, kind: 'film' as const, file: 'film.mp4', url: `/v1/renders/${renderId}/film`, bytes: 1000, mediaType: 'video/mp4' }
    return { type: 'finish', outputs: [file], seconds: 0.2 }
  }
}

function planOf(film: Json, finished: FinishedChunks): readonly PlannedChunk[] {
  const scenes = film['scenes'] as readonly Json[]
  const parts = scenes.flatMap((scene, index) => {
    const seconds = typeof scene['duration'] === 'number' ? scene['duration'] : 2
    const count = Math.ceil((seconds * 30) / framesPerChunk)
    return Array.from({ length: count }, (_none, part) => ({ scene: index, hash: hashOf([scene, part]) }))
  })
  return parts.map(({ scene, hash }, index) => ({ index, output: 0, scene, frames: framesPerChunk, hash, isFinished: finished.has(hash) }))
}

/** A failure that is tried again, unless it says otherwise. */
export function failure(part: Partial<WorkFailure> = {}): WorkFailure {
  return { code: 'CHROMIUM_CRASHED', message: 'Chromium is gone', hint: 'Try again', retryable: true, scene: null, ...part }
}
