import type { Lease, TaskResult, WorkFailure } from '../api/leases.ts'
import type { MachineFault } from '../api/worker-facts.ts'

/** What a worker tells of itself, for logs and figures. */
export type WorkerEvent =
  | { readonly type: 'begun'; readonly lease: Lease }
  | { readonly type: 'done'; readonly lease: Lease; readonly seconds: number; readonly result: TaskResult }
  /** `error` is all that is known; the failure is what clients are told. */
  | { readonly type: 'failed'; readonly lease: Lease; readonly failure: WorkFailure; readonly error: unknown }
  /** Cancelled, or given to another worker. */
  | { readonly type: 'lost'; readonly lease: Lease }
  | { readonly type: 'given-back'; readonly lease: Lease }
  /** It is tried again. */
  | { readonly type: 'unreachable'; readonly error: unknown }
  /** The machine cannot work: no work is asked for, for so long or until the fault is seen to be over. */
  | { readonly type: 'resting'; readonly fault: MachineFault; readonly seconds: number }
  /** It has done a piece of work after such a rest. */
  | { readonly type: 'recovered' }
  | { readonly type: 'warning'; readonly renderId: string; readonly message: string }

export type WorkerListener = (event: WorkerEvent) => void
