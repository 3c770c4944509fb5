import type { TaskResult, WorkFailure } from '../api/leases.ts'
import type { Work } from './work-id.ts'

/** How a worker's hold on a piece of work has ended, whichever worker that was. Told when it is written down. */
export type WorkEvent = {
  readonly work: Work
  readonly attempt: number
  /** How long it was held. */
  readonly seconds: number
  readonly end: WorkEnd
}

export type WorkEnd =
  | { readonly type: 'done'; readonly result: TaskResult }
  | { readonly type: 'failed'; readonly failure: WorkFailure }
  | { readonly type: 'given-back' }
  /** Cancelled, or its worker is gone. */
  | { readonly type: 'lost' }
