import { join } from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { ObjectStore } from '../../storage/objects/object-store.ts'
import type { ServerSettings } from '../settings/settings-table.ts'
import type { Keys } from './access/keys.ts'
import { ownMachineOnly } from './access/own-machine-only.ts'
import { TokenBuckets } from './access/token-bucket.ts'
import { webOrigins } from './access/web-origins.ts'
import type { WorkerTokens } from './access/worker-tokens.ts'
import { answerProblem, nothingHere, requestIdOf } from './answer-problem.ts'
import type { ApiParts, Workers } from './api-parts.ts'
import { AssetStore } from './assets/asset-store.ts'
import { UploadStore } from './assets/upload-store.ts'
import type { StreamTiming } from './events/send-events.ts'
import { DirectWork } from './direct-work.ts'
import { StreamPlaces } from './events/stream-places.ts'
import { ApiMetrics } from './metrics/api-metrics.ts'
import type { FarmFacts } from './metrics/farm-facts.ts'
import type { FarmHealth } from './metrics/farm-health.ts'
import { mountRoutes } from './mount-routes.ts'
import { nameRequest } from './name-request.ts'
import { openApiDocument } from './openapi/open-api-document.ts'
import { jsonReader } from './read-json.ts'
import { Readiness, type PartCheck } from './readiness.ts'
import { responseHeaders } from './response-headers.ts'
import { routeTable } from './route-table.ts'
import { Stopping } from './stopping.ts'
import { Submissions } from './submissions.ts'

export type ApiOrder = Workers & {
  readonly settings: ServerSettings
  /** null: no key is asked for, and only this machine is answered. */
  readonly keys: Keys | null
  readonly workerTokens: WorkerTokens
  readonly log: Logger
  /** Uploaded files lie here, as `sha256-HEX`. */
  readonly assetFolder: string
  /** What this machine shares with others; nothing where it is absent. */
  readonly shared?: ObjectStore | null
  /** Parts of the server that have to work before it takes requests, by their names. */
  readonly checks?: Readonly<Record<string, PartCheck>>
  readonly farmFacts?: () => Promise<FarmFacts>
  readonly farmHealth?: () => Promise<FarmHealth>
  /** Pages beside the API: what it does not answer comes here. */
  readonly pages?: (parts: ApiParts) => RequestHandler
  readonly streamTiming?: StreamTiming
}

/** The API, and the switch that stops it. */
export type Api = {
  readonly app: Express
  readonly stopping: Stopping
  readonly settings: ServerSettings
  readonly log: Logger
  /** It has no keys, and must not be reached from elsewhere. */
  readonly isForOwnMachine: boolean
}

/** A planned chunk is some 200 bytes. */
const mostWorkerBytes = 64_000_000

const usualTiming: StreamTiming = { keepAliveMs: 15_000, stuckMs: 20_000 }

/** The HTTP API of a farm. */
export function apiApp(order: ApiOrder): Api {
  const { settings, keys, log, pages } = order
  const parts = partsOf(order)
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(nameRequest(log), parts.metrics.watch, responseHeaders)
  app.use(keys === null ? ownMachineOnly : webOrigins(settings.webOrigins))
  app.use(mountRoutes(routeTable, parts))
  if (pages) app.use(pages(parts))
  app.use(nothingHere, answerProblem(log))
  return { app, stopping: parts.stopping, settings, log, isForOwnMachine: keys === null }
}

function partsOf(order: ApiOrder): ApiParts {
  const { settings, assetFolder, shared = null, log, farm, farmFacts = null, farmHealth = null, checks = {}, streamTiming = usualTiming } = order
  const places = new StreamPlaces({ all: settings.maxEventStreams, each: settings.maxEventStreamsPerKey })
  const assets = new AssetStore(assetFolder, shared)
  return {
    ...order,
    shared,
    streamTiming,
    places,
    assets,
    uploads: new UploadStore(join(assetFolder, 'uploads'), assets, settings.maxUploads),
    buckets: new TokenBuckets(),
    direct: new DirectWork(settings.maxDirectRequests, 'works directly on'),
    submissions: new Submissions(settings.maxSubmissions),
    readiness: new Readiness(checks),
    metrics: new ApiMetrics({ farm, places, farmFacts, farmHealth }),
    stopping: new Stopping(),
    readJson: jsonReader(settings.maxBodyBytes),
    readWorkerJson: jsonReader(mostWorkerBytes),
    openApi: openApiDocument(routeTable),
    logOf: (response) => log.child({ requestId: requestIdOf(response) }),
  }
}
