import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { localAccount, openCoordinator } from '../../coordinator/open-coordinator.ts'
import type { WorkEvent } from '../../coordinator/work-event.ts'
import { openEngine } from '../../engine/open-engine.ts'
import { settleDelivery, takeDeliveries } from '../../engine/records/delivery-records.ts'
import { admitFilm } from '../../farm/admit-film.ts'
import { renderScene } from '../../farm/render-scene.ts'
import { openStills } from '../../farm/render-still.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { AssetPolicy } from '../../storage/fetch/asset-policy.ts'
import { deliverWebhooks } from '../../webhooks/deliver-webhooks.ts'
import type { RenderTrace } from '../../tracing/render-trace.ts'
import type { WebhookQueue } from '../../webhooks/webhook-delivery.ts'
import { readKeysFile } from '../api/access/keys-file.ts'
import { openWorkerTokens } from '../api/access/worker-tokens.ts'
import { apiApp } from '../api/api-app.ts'
import { listenApi } from '../api/listen-api.ts'
import { dashboard } from '../dashboard.ts'
import type { ServerSettings } from '../settings/settings-table.ts'
import { endpointLookup } from './endpoint-lookup.ts'
import { FarmFigures } from './farm-figures.ts'
import { lookIntoFilm } from './look-into-film.ts'
import { traceWork } from './trace-work.ts'
import { startWorkerProcess } from './worker-process.ts'

export type ServerOrder = {
  readonly settings: ServerSettings
  readonly dataFolder: DataFolder
  /** `pglite:FOLDER` or `postgres://...`. */
  readonly databaseUrl: string
  /** What films of requests may use. Uploaded files lie in its asset folder. */
  readonly policy: AssetPolicy & { readonly assetFolder: string }
  /** Starts a worker that ends with its standard input; null: the server has none of its own. */
  readonly workerCommand: readonly string[] | null
  readonly log: Logger
  /** null where nobody traces. */
  readonly trace: RenderTrace | null
}

export type RunningServer = {
  readonly url: string
  /** Without API keys it listens where only this machine can reach. */
  readonly isForOwnMachine: boolean
  /**
   * Takes nothing new, lets work go on for `stopSeconds`, gives the rest back for the next start, and ends. When it returns nothing is left:
   * no process, no unfinished file, no open connection.
   */
  readonly stop: () => Promise<void>
}

const webhookPollMs = 500
/** Beyond the time that its work may take: for giving back, and for Chromium to end. */
const workerEndMs = 10_000

/**
 * A farm on one machine: the HTTP interface, its coordinator, and a worker in a process of its own. What an earlier process has left goes on.
 * @throws TOOL_SETTING_WRONG, DATABASE_IN_USE, DATABASE_UNAVAILABLE; USAGE when the port cannot be had
 */
export async function openServer({ settings, dataFolder, databaseUrl, policy, workerCommand, log, trace }: ServerOrder): Promise<RunningServer> {
  const onError = (error: unknown) => log.error({ err: error }, 'failed in the background, and is tried again')
  await using parts = new AsyncDisposableStack()
  const keys = settings.keysFile === undefined ? null : await readKeysFile(settings.keysFile)
  const engine = parts.adopt(await openEngine(databaseUrl, onError), ({ close }) => close())
  const price = settings.priceCurrency === undefined ? null : { perHour: settings.pricePerRenderMinute * 60, currency: settings.priceCurrency }
  const figures = new FarmFigures()
  const watchers = [figures.hear, ...(trace ? [traceWork(trace)] : [])]
  const onWork = (event: WorkEvent) => {
    for (const hear of watchers) hear(event)
  }
  const opening = openCoordinator({ engine, onError, onWork, price, trace, rendersFolder: join(dataFolder.root, 'renders') })
  const { farm, leasesOf, freeWorkOf, slots } = parts.adopt(await opening, ({ close }) => close())
  const account = engine.isShared ? `${hostname()}-${randomUUID()}` : localAccount
  const { tokens, ownToken } = await openWorkerTokens(settings.workerTokensFile ?? null, account)
  const stills = parts.use(await openStills({ dataFolder, policy }))

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

  const scenes = { dataFolder, policy, slots: 1, encoder: 'auto', folder: null, listen: () => undefined } as const
  const api = apiApp({
    settings,
    keys,
    workerTokens: tokens,
    log,
    farm,
    leasesOf,
    stills,
    assetFolder: policy.assetFolder,
    parseFilm: (raw) => admitFilm(raw, policy),
    lookInto: lookIntoFilm(dataFolder, policy),
    processScene: async ({ kenBurns, ...scene }, signal) => {
      const order = kenBurns === undefined ? scene : { ...scene, kenBurns }
      const { sceneVideoUrl, duration } = await renderScene(order, scenes, signal)
      return { url: sceneVideoUrl, durationSeconds: duration }
    },
    checks: {
      database: async () => {
        await engine.database.query('select 1')
        return 'answers'
      },
    },
    farmFacts: () => figures.facts(engine.database, slots()),
    pages: dashboard(),
  })
  const listening = parts.adopt(await listenApi(api, settings), ({ close }) => close())
  const worker =
    workerCommand &&
    startWorkerProcess({
      command: workerCommand,
      env: { FRAMEFARM_COORDINATOR: ownUrl(listening.url), FRAMEFARM_WORKER_TOKEN: ownToken },
      log,
      onEnd: () => freeWorkOf(account),
      stopMs: settings.stopSeconds * 1000 + workerEndMs,
    })
  const all = parts.move()
  const stop = async () => {
    listening.drain()
    await worker?.stop()
    await all.disposeAsync()
  }
  return { url: listening.url, isForOwnMachine: api.isForOwnMachine, stop }
}

/** Where this machine reaches the server: one that listens everywhere has no address that means itself. */
function ownUrl(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}
