import type { LeaseSource, TaskResult } from '../api/leases.ts'
import type { MachineFault, WorkerFacts } from '../api/worker-facts.ts'
import type { Capabilities } from '../farm/find-capabilities.ts'
import type { HeldLease } from './held-lease.ts'
import type { MachineRest } from './machine-rest.ts'
import type { WorkerListener } from './worker-events.ts'

/** What does the work of leases. Disposed of when there is no more. */
export type Workbench = AsyncDisposable & {
  /** What it can do. @throws CANCELLED */
  readonly capabilities: (signal: AbortSignal) => Promise<Capabilities>
  /** @throws FramefarmError; CANCELLED when the lease's signal is aborted */
  readonly perform: (held: HeldLease) => Promise<TaskResult>
  /**
   * Whether a fault of its machine is seen to be over; false where that cannot be seen.
   * null for a bench that stands on many machines: the fault of one keeps nobody from the others.
   */
  readonly isOver: ((fault: MachineFault) => Promise<boolean>) | null
}

export type WorkerOptions = {
  readonly id: string
  readonly leases: LeaseSource
  /** How many leases are worked on side by side. */
  readonly slots: number
  readonly listen: WorkerListener
  /** How long the worker asks for no work after its machine could not do some, for the first, second... time in a row. */
  readonly restMs?: (times: number) => number
}

/** What all parts of a worker at work have in common. */
export type Running = {
  readonly options: WorkerOptions
  readonly facts: Promise<WorkerFacts | null>
  readonly bench: Workbench
  readonly rest: MachineRest
  /** No new work. */
  readonly stopping: AbortController
  /** No work at all. */
  readonly going: AbortController
  readonly held: Set<HeldLease>
}
