import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { keepTidy } from '../server/serve/keep-tidy.ts'
import { readSettings } from '../server/settings/read-settings.ts'
import { dataFolderFromEnvironment, type DataFolder } from '../storage/data-folder.ts'
import { policyFromEnvironment } from '../storage/fetch/policy-from-environment.ts'
import { CoordinatorStore } from '../worker/coordinator-store.ts'
import { httpLeaseSource, type CoordinatorAddress } from '../worker/http-lease-source.ts'
import { logWorker } from '../worker/log-worker.ts'
import { runFilmWorker } from '../worker/film-worker.ts'
import type { RunningWorker } from '../worker/run-worker.ts'
import type { CommonOptions } from './run-to-end.ts'
import { serverLog } from './server-log.ts'
import { usualSlots } from './usual-slots.ts'

export type WorkerCommandOptions = CommonOptions & {
  readonly coordinator: string
  readonly token: string
  readonly workers?: number
  readonly stopSeconds?: number
  readonly untilInputEnds?: boolean
}

/** Takes work until it is told to stop, which is its proper end. @throws KEY_WRONG where the coordinator does not let it in */
export async function workerCommand(options: WorkerCommandOptions, signal: AbortSignal): Promise<void> {
  const { coordinator, token, workers, stopSeconds, untilInputEnds = false } = options
  // Chromium and FFmpeg are given this process's environment.
  delete process.env['FRAMEFARM_WORKER_TOKEN']
  const settings = await readSettings(process.env, stopSeconds === undefined ? {} : { stopSeconds })
  const address = { url: coordinator, token }
  const dataFolder = sharedWith(address, dataFolderFromEnvironment(), untilInputEnds)
  const log = serverLog(settings.logLevel)
  // What the farm shares is kept tidy by its servers.
  await using parts = new AsyncDisposableStack()
  parts.use(keepTidy({ ...dataFolder, shared: null }, (error) => log.error({ err: error }, 'old files could not be removed')))
  const id = `${hostname()
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, 60)}-${randomBytes(4).toString('hex')}`
  const slots = workers ?? usualSlots()
  log.info({ coordinator, worker: id, slots }, 'the worker asks for work')
  const worker = runFilmWorker({
    id,
    leases: httpLeaseSource(address),
    dataFolder,
    policy: policyFromEnvironment({ assetFolder: join(dataFolder.root, 'assets'), sharedAssets: dataFolder.shared }),
    slots,
    folders: settings.destinations.filter((destination) => destination.startsWith('/')),
    listen: logWorker(log),
  })
  const stop = () => void worker.stop(settings.stopSeconds * 1000)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  if (untilInputEnds) stopWithInput(worker)
  try {
    await worker.ended
    log.info('the worker has stopped')
  } finally {
    process.stdin.destroy()
  }
}

/** A worker that shares neither a store nor a folder with its coordinator has the coordinator's store. */
function sharedWith(coordinator: CoordinatorAddress, folder: DataFolder, isItsOwn: boolean): DataFolder {
  return { ...folder, shared: folder.shared ?? (isItsOwn ? null : new CoordinatorStore(coordinator)) }
}

/** Whoever has started this process holds the other end of its standard input; nobody is there any more to hear of its work. */
function stopWithInput(worker: RunningWorker): void {
  const stop = () => void worker.stop(0)
  for (const event of ['end', 'error', 'close']) process.stdin.on(event, stop)
  process.stdin.resume()
}
