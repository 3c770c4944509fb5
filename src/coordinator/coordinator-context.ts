import type { Engine } from '../engine/open-engine.ts'
import type { RenderTrace } from '../tracing/render-trace.ts'
import type { EventFeed } from './event-feed.ts'
import type { FilmCache } from './film-cache.ts'
import type { FrameRates } from './frame-rates.ts'
import type { FullQueue } from './full-queue.ts'
import type { Speeds } from './speeds.ts'
import type { WakeUp } from './wake-up.ts'
import type { WorkEvent } from './work-event.ts'
import type { WorkerCensus } from './worker-census.ts'

export type Price = { readonly perHour: number; readonly currency: string }

export type CoordinatorSettings = {
  /** Of an hour of work; null where nobody counts it. */
  readonly price: Price | null
  /** Renders that may wait before no more are taken. */
  readonly maxQueued: number
  /** How often a piece of work may fail, where doing it again may help. */
  readonly maxFailures: number
  /** Before the first repetition, doubled for each one after it. */
  readonly backoffSeconds: number
  /** A worker that has not touched its lease for so long is gone. */
  readonly silentSeconds: number
  /** Accounts of workers that live and die with this process: what they held when it began is nobody's. */
  readonly ownAccounts: readonly string[]
  /** Told of each piece of work that a worker does not hold any more. */
  readonly onWork: (event: WorkEvent) => void
  /** With such toolchains as renders were planned with, none was heard of for so long: they are planned anew. */
  readonly toolchainSeconds: number
  /** No worker that could do it was heard of for so long: a render has failed. */
  readonly workerSeconds: number
  /** Within which the farm is to be through with what waits. */
  readonly targetWaitSeconds: number
  /** Pieces of work that an owner may have under way, by owner; who is not in it has no limit. */
  readonly maxSlots: ReadonlyMap<string, number>
  /** Told of each render that is over; null where nobody traces. */
  readonly trace: Pick<RenderTrace, 'whole'> | null
  /** Removes what a render has left that has failed or was cancelled; nobody waits for it. */
  readonly dropFiles: (renderId: string) => void
  /** Where the files of finished renders lie, each in a folder with its id. */
  readonly rendersFolder: string
}

/** What all parts of a coordinator work with. */
export type CoordinatorContext = {
  readonly engine: Engine
  readonly settings: CoordinatorSettings
  readonly feed: EventFeed
  /** Told where there is new work. */
  readonly work: WakeUp
  readonly speeds: Speeds
  readonly rates: FrameRates
  readonly films: FilmCache
  readonly workers: WorkerCensus
  readonly fullQueue: FullQueue
  /** Aborted when the coordinator closes. */
  readonly closing: AbortSignal
}
