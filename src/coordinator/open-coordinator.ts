import type { LeaseSource } from '../api/leases.ts'
import type { RenderFarm } from '../api/render-farm.ts'
import type { Session } from '../engine/database.ts'
import type { Engine } from '../engine/open-engine.ts'
import { pruneIdempotencyKeys } from '../engine/records/idempotency-records.ts'
import { accountOf, touchAllLeases } from '../engine/records/lease-records.ts'
import { forgetWorkers } from '../engine/records/worker-records.ts'
import { beginWork } from './begin-work.ts'
import { claimFairly, type Turns } from './claim-fairly.ts'
import type { CoordinatorContext, CoordinatorSettings } from './coordinator-context.ts'
import { EventFeed } from './event-feed.ts'
import { FilmCache } from './film-cache.ts'
import { FrameRates } from './frame-rates.ts'
import { FullQueue } from './full-queue.ts'
import { giveBackWork } from './give-back-work.ts'
import { leaseSources } from './lease-source.ts'
import { renderFarm } from './render-farm.ts'
import { repeat } from './repeat.ts'
import { retakeAbandoned } from './retake-abandoned.ts'
import { settleStranded } from './settle-stranded.ts'
import { Speeds } from './speeds.ts'
import { WakeUp } from './wake-up.ts'
import { WorkDealer } from './work-dealer.ts'
import { WorkerCensus } from './worker-census.ts'

export type CoordinatorOptions = Pick<CoordinatorSettings, 'rendersFolder'> &
  Partial<CoordinatorSettings> & {
    readonly engine: Engine
    /** Hears what fails in the background and is tried again. */
    readonly onError: (error: unknown) => void
  }

export type Coordinator = {
  readonly farm: RenderFarm
  /** What the workers of an account are given. */
  readonly leasesOf: (account: string) => LeaseSource
  /** To be called when the workers of an account are known to be gone: what they held is free at once. */
  readonly freeWorkOf: (account: string) => Promise<void>
  /** How many pieces of work the known workers do side by side; 0 where none is known. */
  readonly slots: () => number
  /** Ends what waits. The engine is the caller's to close, after this. */
  readonly close: () => Promise<void>
}

const defaults: Omit<CoordinatorSettings, 'rendersFolder' | 'ownAccounts'> = {
  price: null,
  maxQueued: 1000,
  maxFailures: 3,
  backoffSeconds: 1,
  silentSeconds: 15,
  toolchainSeconds: 120,
  workerSeconds: 600,
  targetWaitSeconds: 60,
  maxSlots: new Map(),
  trace: null,
  onWork: () => undefined,
  dropFiles: () => undefined,
}

/** The account of the worker that belongs to this process, on a database that is its alone. */
export const localAccount = 'local'
/** That of containers, which are handed work by this process. */
export const containersAccount = 'containers'

const retakeMs = 1000
const pruneMs = 3_600_000
const censusMs = 2000
const speedsMs = 1000
const strandedMs = 2000
const forgottenSeconds = 24 * 3600

/** Accepts renders, hands their work out and follows them to their end. What an earlier coordinator has left goes on. */
export async function openCoordinator({ engine, onError, ...options }: CoordinatorOptions): Promise<Coordinator> {
  // Where others share the database, their workers may have the same account.
  const settings = { ...defaults, ownAccounts: engine.isShared ? [] : [localAccount, containersAccount], ...options }
  const { silentSeconds, ownAccounts } = settings
  const closing = new AbortController()
  const turns: Turns = new Map()
  const speeds = await Speeds.load(engine.database)
  const memory = { rates: new FrameRates(), films: new FilmCache(), workers: new WorkerCensus(), fullQueue: new FullQueue() }
  const parts = { feed: new EventFeed(), work: new WakeUp(), ...memory }
  const context: CoordinatorContext = { engine, settings, speeds, ...parts, closing: closing.signal }
  // Workers on other machines were not heard while no coordinator was there; on a shared database another one was.
  if (!engine.isShared) await touchAllLeases(engine.database)
  await retakeAbandoned(context, { silentSeconds, goneAccounts: ownAccounts })
  const dealer = new WorkDealer({
    claim: (worker) => claimFairly({ turns, maxSlots: settings.maxSlots }, engine.database, worker),
    begin: (held, worker) => beginWork(context, held, worker),
    giveBack: ({ id, attempt }, worker) => giveBackWork(context, { id, attempt, account: accountOf(worker.id) }),
  })
  const openedMs = performance.now()
  const running = [
    dealer.run(context.work, closing.signal),
    repeat(() => context.workers.refresh(engine.database, dealer.waiting), { everyMs: censusMs, signal: closing.signal, onError }),
    repeat(() => speeds.save(engine.database), { everyMs: speedsMs, signal: closing.signal, onError }),
    repeat(() => settleStranded(context, (performance.now() - openedMs) / 1000), { everyMs: strandedMs, signal: closing.signal, onError }),
    repeat(() => retakeAbandoned(context, { silentSeconds, goneAccounts: [] }), { everyMs: retakeMs, signal: closing.signal, onError }),
    repeat(() => prune(engine.database), { everyMs: pruneMs, signal: closing.signal, onError }),
  ]
  return {
    farm: renderFarm(context),
    leasesOf: leaseSources(context, dealer),
    freeWorkOf: (account) => retakeAbandoned(context, { silentSeconds, goneAccounts: [account] }),
    slots: () => context.workers.knownSlots,
    close: async () => {
      closing.abort()
      await Promise.all(running)
      await speeds.save(engine.database).catch(onError)
    },
  }
}

async function prune(session: Session): Promise<void> {
  await pruneIdempotencyKeys(session)
  await forgetWorkers(session, forgottenSeconds)
}
