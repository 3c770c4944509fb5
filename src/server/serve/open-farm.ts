import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { LeaseSource } from '../../api/leases.ts'
import type { RenderFarm } from '../../api/render-farm.ts'
import { localAccount, openCoordinator } from '../../coordinator/open-coordinator.ts'
import type { WorkEvent } from '../../coordinator/work-event.ts'
import { openEngine } from '../../engine/open-engine.ts'
import { settleDelivery, takeDeliveries } from '../../engine/records/delivery-records.ts'
import { deliverWebhooks } from '../../webhooks/deliver-webhooks.ts'
import type { WebhookQueue } from '../../webhooks/webhook-delivery.ts'
import { readKeysFile } from '../api/access/keys-file.ts'
import type { Keys } from '../api/access/keys.ts'
import { openWorkerTokens, type WorkerTokens } from '../api/access/worker-tokens.ts'
import type { FarmFacts } from '../api/metrics/farm-facts.ts'
import type { FarmHealth } from '../api/metrics/farm-health.ts'
import { endpointLookup } from './endpoint-lookup.ts'
import { FarmFigures } from './farm-figures.ts'
import { keepTidy } from './keep-tidy.ts'
import { readFarmHealth } from './read-farm-health.ts'
import type { ServerOrder } from './open-server.ts'
import { traceWork } from './trace-work.ts'

type FarmOrder = Pick<ServerOrder, 'settings' | 'dataFolder' | 'databaseUrl' | 'policy' | 'trace'> & {
  /** Hears what fails in the background and is tried again. */
  readonly onError: (error: unknown) => void
}

/** What keeps renders, and sees them through to their end. */
export type OpenedFarm = AsyncDisposable & {
  readonly farm: RenderFarm
  readonly leasesOf: (account: string) => LeaseSource
  /** null: no key is asked for. */
  readonly keys: Keys | null
  readonly workerTokens: WorkerTokens
  /** Of the server's own worker: what it is let in by, and what is to be done when it has ended. */
  readonly ownWorker: { readonly token: string; readonly freeWork: () => Promise<void> }
  readonly facts: () => Promise<FarmFacts>
  readonly health: () => Promise<FarmHealth>
  /** Whether the database answers. */
  readonly check: () => Promise<string>
}

const webhookPollMs = 500

/** The database, the coordinator on it, and the webhooks that it has to send. @throws TOOL_SETTING_WRONG, DATABASE_IN_USE, DATABASE_UNAVAILABLE */
export async function openFarm({ settings, dataFolder, databaseUrl, policy, trace, onError }: FarmOrder): Promise<OpenedFarm> {
  await using parts = new AsyncDisposableStack()
  const keys = settings.keysFile === undefined ? null : await readKeysFile(settings.keysFile)
  const engine = parts.adopt(await openEngine(databaseUrl, onError), ({ close }) => close())
  const figures = new FarmFigures()
  const watchers = [figures.hear, ...(trace ? [traceWork(trace)] : [])]
  const onWork = (event: WorkEvent) => {
    for (const hear of watchers) hear(event)
  }
  const { dropFiles } = parts.use(keepTidy(dataFolder, onError))
  const price = settings.priceCurrency === undefined ? null : { perHour: settings.pricePerRenderMinute * 60, currency: settings.priceCurrency }
  const limits = { price, targetWaitSeconds: settings.targetWaitSeconds, maxSlots: keys?.maxSlots ?? new Map<string, number>() }
  const told = { onError, onWork, trace, dropFiles }
  const opening = openCoordinator({ engine, rendersFolder: join(dataFolder.root, 'renders'), ...limits, ...told })
  const { farm, leasesOf, freeWorkOf, slots } = parts.adopt(await opening, ({ close }) => close())
  // Where others share the database, their workers may not be taken for ours.
  const account = engine.isShared ? `${hostname()}-${randomUUID()}` : localAccount
  const { tokens, ownToken } = await openWorkerTokens(settings.workerTokensFile ?? null, account)

  const sending = new AbortController()
  const queue: WebhookQueue = {
    take: (limit, holdMs) => takeDeliveries(engine.database, limit, holdMs),
    settle: (id, outcome) => settleDelivery(engine.database, id, outcome),
  }
  const webhooks = deliverWebhooks({ queue, lookupFor: endpointLookup(policy), pollMs: webhookPollMs, onError }, sending.signal)
  parts.defer(async () => {
    sending.abort()
    await webhooks
  })
  const all = parts.move()
  return {
    farm,
    leasesOf,
    keys,
    workerTokens: tokens,
    ownWorker: { token: ownToken, freeWork: () => freeWorkOf(account) },
    facts: () => figures.facts(engine.database, slots()),
    health: () => readFarmHealth(engine.database, dataFolder.root),
    check: async () => {
      await engine.database.query('select 1')
      return 'answers'
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
