import { once } from 'node:events'
import { join } from 'node:path'
import { openServer } from '../server/serve/open-server.ts'
import { readSettings } from '../server/settings/read-settings.ts'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import { policyFromEnvironment } from '../storage/fetch/policy-from-environment.ts'
import { cacheBytesFromEnvironment } from '../storage/prune-folder.ts'
import type { Tracing } from '../tracing/open-tracing.ts'
import { version } from '../shared/version.ts'
import type { CommonOptions } from './run-to-end.ts'
import { serverLog } from './server-log.ts'
import { usualSlots } from './usual-slots.ts'

export type ServeOptions = CommonOptions & {
  readonly host?: string
  readonly port?: number
  readonly workers?: number
  /** false: no worker on this machine. */
  readonly worker: boolean
}

/** Serves until it is told to stop, which is its proper end. */
export async function serveCommand({ host, port, workers, worker, json }: ServeOptions, signal: AbortSignal): Promise<void> {
  const settings = await readSettings(process.env, { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) })
  const dataFolder = dataFolderFromEnvironment()
  const assetFolder = join(dataFolder.root, 'assets')
  // Of the worker; a server whose worker cannot start is of no use.
  cacheBytesFromEnvironment()
  const tracing = await tracingWhereConfigured()
  const server = await openServer({
    settings,
    dataFolder,
    databaseUrl: process.env['DATABASE_URL'] ?? `pglite:${join(dataFolder.root, 'database')}`,
    policy: { ...policyFromEnvironment({ assetFolder, sharedAssets: dataFolder.shared }), assetFolder },
    workSlots: workers ?? usualSlots(),
    workerCommand: worker ? workerCommand(workers) : null,
    log: serverLog(settings.logLevel),
    trace: tracing,
  })
  process.stdout.write(json ? `${JSON.stringify({ url: server.url })}\n` : greeting(server.url, server.isForOwnMachine))
  if (!signal.aborted) await once(signal, 'abort')
  await server.stop()
  await tracing?.[Symbol.asyncDispose]()
}

/** This very program, as a worker that ends with its parent. */
function workerCommand(workers: number | undefined): readonly string[] {
  const [program = process.execPath, script = ''] = process.argv
  const slots = workers === undefined ? [] : ['--workers', String(workers)]
  return [program, ...process.execArgv, script, 'worker', '--until-input-ends', ...slots]
}

/** Loaded only where an address says where traces go: the library is large. */
async function tracingWhereConfigured(): Promise<Tracing | null> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = process.env
  if (!(all || traces)) return null
  const { openTracing } = await import('../tracing/open-tracing.ts')
  return openTracing(version())
}

function greeting(url: string, isForOwnMachine: boolean): string {
  const keys = isForOwnMachine ? '  There are no API keys, so only this machine is answered (docs/configuration.md: FRAMEFARM_KEYS_FILE).\n' : ''
  return `\n  ${url}        renders\n  ${url}/docs   the HTTP interface\n\n${keys}  Ctrl+C stops: work that is not done goes on after the next start.\n`
}
