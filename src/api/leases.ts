import type { Failure, OutputFile } from './render.ts'
import type { RenderRequest } from './render-request.ts'

/** Work that a worker holds for as long as it touches it. `attempt` is the fence: what an earlier attempt says is not heard any more. */
export type Lease = {
  readonly id: string
  readonly attempt: number
  readonly renderId: string
  /** The film as it is to be rendered: scenes that were left out are taken out, or replaced, already. */
  readonly film: RenderRequest['film']
  readonly settings: Pick<RenderRequest, 'method' | 'encoder' | 'destination'>
  readonly task: Task
}

export type Task =
  /** Fetch, look into and plan the film. */
  | { readonly type: 'prepare' }
  /** Render one chunk of one output. */
  | {
      readonly type: 'chunk'
      readonly output: number
      readonly chunk: number
      readonly hash: string
      readonly frames: number
      readonly scene: number
    }
  /** Join, mix, check, deliver. */
  | { readonly type: 'finish' }

/** What a worker says while it works. */
export type WorkProgress = {
  /** Of a chunk. */
  readonly framesDone?: number
  /** Of `finish`. */
  readonly stage?: 'joining' | 'mixing' | 'uploading'
}

export type PlannedChunk = {
  /** Of the chunk, within its output. */
  readonly index: number
  readonly output: number
  /** Index of its scene in the lease's film. */
  readonly scene: number
  readonly frames: number
  readonly hash: string
  /** Found among finished chunks: need not be rendered. */
  readonly isFinished: boolean
}

export type TaskResult =
  | {
      readonly type: 'prepare'
      readonly chunks: readonly PlannedChunk[]
      readonly warnings: readonly string[]
      readonly durationSeconds: number
      readonly encoder: string
    }
  | { readonly type: 'chunk'; readonly method: string; readonly seconds: number }
  | { readonly type: 'finish'; readonly outputs: readonly OutputFile[]; readonly seconds: number }

/** A failure, and the scene that it is about, where it is about one (index in the lease's film). */
export type WorkFailure = Failure & { readonly scene: number | null }

export type WorkerFacts = { readonly id: string; readonly slots: number }

/** What a worker asks of a coordinator: in the same process, or over HTTP. */
export type LeaseSource = {
  /** Waits for work up to `waitMs`; null where there is none. */
  readonly lease: (worker: WorkerFacts, waitMs: number, signal: AbortSignal) => Promise<Lease | null>
  /** To be called at least every `touchMs`. false: the lease is lost (cancelled, or given to another), stop at once. */
  readonly touch: (lease: Pick<Lease, 'id' | 'attempt'>, progress: WorkProgress) => Promise<boolean>
  /** false: the lease was lost meanwhile, and the result is not taken. */
  readonly complete: (lease: Pick<Lease, 'id' | 'attempt'>, result: TaskResult) => Promise<boolean>
  readonly fail: (lease: Pick<Lease, 'id' | 'attempt'>, failure: WorkFailure) => Promise<boolean>
  /** Gives work back that has not failed: the worker is going. It counts as no attempt. */
  readonly giveBack: (lease: Pick<Lease, 'id' | 'attempt'>) => Promise<boolean>
}

/** How often a lease is touched. */
export const touchMs = 1000
