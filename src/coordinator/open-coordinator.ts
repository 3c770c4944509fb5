import type { LeaseSource } from '../api/leases.ts'
import type { RenderFarm } from '../api/render-farm.ts'
import type { Engine } from '../engine/open-engine.ts'
import { pruneIdempotencyKeys } from '../engine/records/idempotency-records.ts'
import { touchAllLeases } from '../engine/records/lease-records.ts'
import type { CoordinatorContext, CoordinatorSettings } from './coordinator-context.ts'
import { EventFeed } from './event-feed.ts'
import { FilmCache } from './film-cache.ts'
import { FrameRates } from './frame-rates.ts'
import { leaseSource } from './lease-source.ts'
import { renderFarm } from './render-farm.ts'
import { repeat } from './repeat.ts'
import { retakeAbandoned } from './retake-abandoned.ts'
import { Speeds } from './speeds.ts'
import { WakeUp } from './wake-up.ts'
import { WorkerCensus } from './worker-census.ts'

export type CoordinatorOptions = Pick<CoordinatorSettings, 'rendersFolder'> &
  Partial<CoordinatorSettings> & {
    readonly engine: Engine
    /** Hears what fails in the background and is tried again. */
    readonly onError: (error: unknown) => void
  }

export type Coordinator = {
  readonly farm: RenderFarm
  readonly leases: LeaseSource
  /** Ends what waits. The engine is the caller's to close, after this. */
  readonly close: () => Promise<void>
}

const defaults: Omit<CoordinatorSettings, 'rendersFolder' | 'ownWorkers'> = {
  price: null,
  maxQueued: 1000,
  maxFailures: 3,
  backoffSeconds: 1,
  silentSeconds: 15,
  trace: null,
}

/** What the worker within this process is called, unless it is said. */
const localWorker = 'local'

const retakeMs = 1000
const pruneMs = 3_600_000

/** Accepts renders, hands their work out and follows them to their end. What an earlier coordinator has left goes on. */
export async function openCoordinator({ engine, onError, ...options }: CoordinatorOptions): Promise<Coordinator> {
  // Where others share the database, their workers may have the same name.
  const settings = { ...defaults, ownWorkers: engine.isShared ? [] : [localWorker], ...options }
  const { silentSeconds, ownWorkers } = settings
  const closing = new AbortController()
  const speeds = await Speeds.load(engine.database)
  const parts = { feed: new EventFeed(), work: new WakeUp(), rates: new FrameRates(), films: new FilmCache(), workers: new WorkerCensus() }
  const context: CoordinatorContext = { engine, settings, speeds, ...parts, closing: closing.signal }
  // Workers on other machines were not heard while no coordinator was there; on a shared database another one was.
  if (!engine.isShared) await touchAllLeases(engine.database)
  await retakeAbandoned(context, { silentSeconds, goneWorkers: ownWorkers })
  const running = [
    repeat(() => retakeAbandoned(context, { silentSeconds, goneWorkers: [] }), { everyMs: retakeMs, signal: closing.signal, onError }),
    repeat(() => pruneIdempotencyKeys(engine.database), { everyMs: pruneMs, signal: closing.signal, onError }),
  ]
  return {
    farm: renderFarm(context),
    leases: leaseSource(context),
    close: async () => {
      closing.abort()
      await Promise.all(running)
    },
  }
}
