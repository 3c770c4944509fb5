import { Router } from 'express'
import type { Logger } from 'pino'
import { admitFilm } from '../../farm/admit-film.ts'
import { openStills } from '../../farm/render-still.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { AssetPolicy } from '../../storage/fetch/asset-policy.ts'
import { openWorkFolder } from '../../storage/work-folder.ts'
import type { RenderTrace } from '../../tracing/render-trace.ts'
import { apiApp } from '../api/api-app.ts'
import { listenApi } from '../api/listen-api.ts'
import { dashboard } from '../dashboard.ts'
import { Drafts } from '../drafts/drafts.ts'
import { openDraftFilm } from '../drafts/open-draft-film.ts'
import { servedPreview } from '../drafts/served-preview.ts'
import type { ServerSettings } from '../settings/settings-table.ts'
import { lookIntoFilm } from './look-into-film.ts'
import { openFarm } from './open-farm.ts'
import { openWorkbench } from './open-workbench.ts'
import { sceneProcessor } from './scene-processor.ts'
import { startContainerWorker } from './start-container-worker.ts'
import { workerStore } from './worker-store.ts'
import { startWorkerProcess } from './worker-process.ts'

export type ServerOrder = {
  readonly settings: ServerSettings
  readonly dataFolder: DataFolder
  /** `pglite:FOLDER` or `postgres://...`. */
  readonly databaseUrl: string
  /** What films of requests may use. Uploaded files lie in its asset folder. */
  readonly policy: AssetPolicy & { readonly assetFolder: string }
  /** How many chunks that are asked for one by one (POST /process-work) are rendered side by side. */
  readonly workSlots: number
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

/** Beyond the time that its work may take: for giving back, and for Chromium to end. */
const workerEndMs = 10_000

/**
 * A farm on one machine: the HTTP interface, its coordinator, and a worker in a process of its own. What an earlier process has left goes on.
 * @throws TOOL_SETTING_WRONG, DATABASE_IN_USE, DATABASE_UNAVAILABLE; USAGE when the port cannot be had
 */
export async function openServer(order: ServerOrder): Promise<RunningServer> {
  const { settings, dataFolder, policy, workSlots, workerCommand, log } = order
  const onError = (error: unknown) => log.error({ err: error }, 'failed in the background, and is tried again')
  await using parts = new AsyncDisposableStack()
  const { farm, leasesOf, keys, workerTokens, ownWorker, facts, health, check } = parts.use(await openFarm({ ...order, onError }))
  const stills = parts.use(await openStills({ dataFolder, policy }))
  const { path: folder } = parts.use(await openWorkFolder(dataFolder))
  const drafts = parts.use(new Drafts(openDraftFilm({ folder, dataFolder, policy }), draftLimits(settings)))
  const folders = settings.destinations.filter((destination) => destination.startsWith('/'))
  const workbench = parts.use(openWorkbench({ dataFolder, policy, slots: workSlots, folders, warn: (message) => log.warn(message) }))
  const api = apiApp({
    ...{ settings, keys, workerTokens, log },
    ...{ farm, leasesOf, stills, drafts },
    ...{ assetFolder: policy.assetFolder, shared: dataFolder.shared, workerStore: workerStore(dataFolder), workFolder: dataFolder },
    parseFilm: (raw) => admitFilm(raw, policy),
    lookInto: lookIntoFilm(dataFolder, policy),
    processScene: sceneProcessor({ dataFolder, policy }),
    workbench,
    checks: { database: check },
    farmFacts: facts,
    farmHealth: health,
    pages: (all) => Router().use(dashboard(), servedPreview(all)),
  })
  const listening = parts.adopt(await listenApi(api, settings), ({ close }) => close())
  const worker =
    workerCommand &&
    startWorkerProcess({
      command: workerCommand,
      env: { FRAMEFARM_COORDINATOR: ownUrl(listening.url), FRAMEFARM_WORKER_TOKEN: ownWorker.token },
      log,
      onEnd: ownWorker.freeWork,
      stopMs: settings.stopSeconds * 1000 + workerEndMs,
    })
  const containers = startContainerWorker(order, leasesOf)
  const all = parts.move()
  const stop = async () => {
    listening.drain()
    await Promise.all([worker?.stop(), containers?.stop(settings.stopSeconds * 1000)])
    await all.disposeAsync()
  }
  return { url: listening.url, isForOwnMachine: api.isForOwnMachine, stop }
}

/** Where this machine reaches the server: one that listens everywhere has no address that means itself. */
function ownUrl(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}

function draftLimits({ maxDrafts, maxDraftsPerKey, draftMinutes }: ServerSettings) {
  return { all: maxDrafts, each: maxDraftsPerKey, idleMs: draftMinutes * 60_000 }
}
