import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { slotCount } from '../browser/slot-count.ts'
import { readSettings } from '../server/settings/read-settings.ts'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import { policyFromEnvironment } from '../storage/fetch/policy-from-environment.ts'
import { httpLeaseSource } from '../worker/http-lease-source.ts'
import { logWorker } from '../worker/log-worker.ts'
import { runWorker, type RunningWorker } from '../worker/run-worker.ts'
import type { CommonOptions } from './run-to-end.ts'
import { serverLog } from './server-log.ts'

export type WorkerCommandOptions = CommonOptions & {
  readonly coordinator: string
  readonly token: string
  readonly workers?: number
  readonly stopSeconds?: number
  readonly untilInputEnds?: boolean
}

/** What most films are. */
const usualFrame = { width: 1920, height: 1080 }

/** Takes work until it is told to stop, which is its proper end. @throws KEY_WRONG where the coordinator does not let it in */
export async function workerCommand(options: WorkerCommandOptions, signal: AbortSignal): Promise<void> {
  const { coordinator, token, workers, stopSeconds, untilInputEnds = false } = options
  // Chromium and FFmpeg are given this process's environment.
  delete process.env['FRAMEFARM_WORKER_TOKEN']
  const settings = await readSettings(process.env, stopSeconds === undefined ? {} : { stopSeconds })
  const dataFolder = dataFolderFromEnvironment()
  const log = serverLog(settings.logLevel)
  const id = `${hostname()
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, 60)}-${randomBytes(4).toString('hex')}`
  const slots = workers ?? slotCount(usualFrame)
  log.info({ coordinator, worker: id, slots }, 'the worker asks for work')
  const worker = runWorker({
    id,
    leases: httpLeaseSource({ url: coordinator, token }),
    dataFolder,
    policy: policyFromEnvironment(join(dataFolder.root, 'assets')),
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

/** Whoever has started this process holds the other end of its standard input; nobody is there any more to hear of its work. */
function stopWithInput(worker: RunningWorker): void {
  const stop = () => void worker.stop(0)
  for (const event of ['end', 'error', 'close']) process.stdin.on(event, stop)
  process.stdin.resume()
}
