import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createClient, type FramefarmClient } from '../../src/client/index.ts'
import { dataFolderFromEnvironment } from '../../src/storage/data-folder.ts'
import { frameHashes } from './ffprobe.ts'
import { startFramefarm, type Running } from './framefarm.ts'
import { freePort, hasPostgres, startPostgres, type PostgresServer } from './postgres-server.ts'
import { until } from './until.ts'

export type EngineName = 'PGlite' | 'PostgreSQL'

/** Without a PostgreSQL on this machine there is nothing to test it with; `npm run setup -- --tests` installs one. */
export const engines: readonly EngineName[] = hasPostgres ? ['PGlite', 'PostgreSQL'] : ['PGlite']

/** A worker in a process of its own, on a data folder of its own. */
export type FarmWorker = Running & { readonly name: WorkerName; readonly data: string }

type Wishes = { readonly env?: Readonly<Record<string, string>>; readonly coordinator?: string }

const workerNames = ['one', 'two'] as const
type WorkerName = (typeof workerNames)[number]

export const waitLong = { timeout: 90_000, interval: 100 }
export const samples = join(import.meta.dirname, '../../samples')
export const photos = join(samples, 'photos')

/**
 * A farm as an operator has it: `framefarm serve --no-worker`, `framefarm worker` processes on folders of their own, a database, and a store.
 * Each part can be killed and started again.
 */
export class SurvivalFarm implements AsyncDisposable {
  readonly root: string
  readonly postgres: PostgresServer | null
  readonly url: string
  readonly client: FramefarmClient
  /** Where workers look for `gs://bucket`: nobody is there unless a test is. */
  readonly bucketPort: number
  readonly workers = new Map<string, FarmWorker>()
  server: Running | null = null

  private constructor(root: string, postgres: PostgresServer | null, port: number, bucketPort: number) {
    this.root = root
    this.postgres = postgres
    this.bucketPort = bucketPort
    this.url = `http://127.0.0.1:${port}`
    this.client = createClient({ baseUrl: this.url })
  }

  static async open(engine: EngineName): Promise<SurvivalFarm> {
    const root = await mkdtemp(join(tmpdir(), 'framefarm-test-survival-'))
    const farm = new SurvivalFarm(root, engine === 'PostgreSQL' ? await startPostgres() : null, await freePort(), await freePort())
    // What setup has made; without it a first start takes seconds.
    await cp(join(dataFolderFromEnvironment().root, 'engine'), join(farm.serverData, 'engine'), { recursive: true }).catch(() => undefined)
    const workers = workerNames.map((id) => ({ id, sha256: createHash('sha256').update(tokenOf(id)).digest('hex') }))
    await writeFile(farm.tokensFile, JSON.stringify({ keys: workers }))
    return farm
  }

  /** With its server and both workers running. */
  static async ofTwoWorkers(engine: EngineName): Promise<SurvivalFarm> {
    const farm = await SurvivalFarm.open(engine)
    await farm.startServer()
    for (const name of workerNames) farm.startWorker(name)
    return farm
  }

  get serverData(): string {
    return join(this.root, 'server')
  }

  /** Where all machines find finished chunks. */
  get store(): string {
    return this.postgres ? join(this.root, 'store') : this.serverData
  }

  get tokensFile(): string {
    return join(this.root, 'workers.json')
  }

  /** Once it answers. */
  async startServer({ env = {} }: Wishes = {}): Promise<Running> {
    const { port } = new URL(this.url)
    const database = this.postgres ? { DATABASE_URL: this.postgres.url } : {}
    const args = ['serve', '--no-worker', '--port', port, '--json']
    const own = { FRAMEFARM_DATA: this.serverData, FRAMEFARM_WORKER_TOKENS_FILE: this.tokensFile, ...database }
    const server = startFramefarm(args, { env: { ...this.#shared, ...own, ...env } })
    this.server = server
    const answers = once(server.child.stdout ?? server.child, 'data')
    await Promise.race([answers, server.ended.then(({ stderr }) => Promise.reject(new Error(`the server has ended: ${stderr}`)))])
    return server
  }

  startWorker(name: WorkerName, { env = {}, coordinator = this.url }: Wishes = {}): FarmWorker {
    const data = join(this.root, `worker-${name}`)
    const own = { FRAMEFARM_DATA: data, FRAMEFARM_COORDINATOR: coordinator, FRAMEFARM_WORKER_TOKEN: tokenOf(name) }
    const running = startFramefarm(['worker', '--workers', '1'], { env: { ...this.#shared, ...own, ...env } })
    const worker = { ...running, name, data }
    this.workers.set(name, worker)
    return worker
  }

  /** Without a chance to tidy up. */
  async kill({ child, ended }: Running): Promise<void> {
    child.kill('SIGKILL')
    await ended
  }

  /** What has been rendered so far is rendered anew by the next film. */
  async forgetChunks(): Promise<void> {
    const folders = [this.serverData, this.store, ...[...this.workers.values()].map(({ data }) => data)]
    await Promise.all(folders.map((folder) => rm(join(folder, 'chunks'), { recursive: true, force: true })))
  }

  /** Who is in the middle of which chunk, once somebody is; the chunk by the name of its lease. */
  async untilAmidChunk(id: string): Promise<{ readonly worker: FarmWorker; readonly lease: string }> {
    return until(async () => {
      const lines = await this.logOf(id)
      const over = new Set(lines.flatMap(({ message, lease }) => (message === 'chunk is done' ? [lease] : [])))
      const held = lines.findLast(({ message, lease, time }) => message === 'chunk is begun' && !over.has(lease) && ageMs(time) > beginningMs)
      const worker = this.workers.get(workerOf(held))
      if (!held || !worker) throw new Error(`nobody is in the middle of a chunk: ${lines.at(-1)?.message}`)
      return { worker, lease: held.lease }
    }, waitLong)
  }

  /** Hashes of the frames of a film that has been delivered. */
  async framesOf(id: string, hash = frameHashes): Promise<readonly string[]> {
    const path = join(this.root, `${id}.mp4`)
    const { body } = await this.client.renders.download(id)
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(path))
    const hashes = await hash(path)
    await rm(path)
    return hashes
  }

  async logOf(id: string): Promise<readonly LogLine[]> {
    const lines = (await this.client.renders.log(id)).split('\n').filter((line) => line !== '')
    return lines.map((line) => ({ lease: '', worker: '', attempt: 0, ...(JSON.parse(line) as Pick<LogLine, 'message' | 'time'>) }))
  }

  /** Servers and workers that are to be at work and are not, with the last that they have said. */
  endedByThemselves(): readonly string[] {
    const all = [...this.workers.values(), ...(this.server ? [{ ...this.server, name: 'server' }] : [])]
    const ended = all.filter(({ child }) => child.exitCode !== null || child.signalCode !== null)
    return ended.map(({ name, child, stderr }) => `${name} (${child.exitCode ?? child.signalCode}): ${stderr().slice(-2000)}`)
  }

  /** As an operator stops it: workers first. */
  async stopAll(): Promise<void> {
    for (const { child, ended } of [...this.workers.values(), ...(this.server ? [this.server] : [])]) {
      child.kill('SIGTERM')
      await ended
    }
  }

  /** Processes and files of work that are there when all has been stopped. */
  async leftOver(): Promise<readonly string[]> {
    const commands = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
    const machines = (await readdir(this.root)).filter((name) => name === 'server' || name.startsWith('worker-'))
    const files = await Promise.all(machines.map(async (name) => readdir(join(this.root, name, 'work')).catch(() => [])))
    return [...commands.filter((command) => command.includes(this.root) && !command.includes('postgres')), ...files.flat()]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopAll()
    await this.postgres?.[Symbol.asyncDispose]()
    await rm(this.root, { recursive: true, force: true })
  }

  get #shared(): Readonly<Record<string, string>> {
    // On PGlite the workers share nothing with the coordinator but what it gives them over HTTP.
    const store = this.postgres ? { FRAMEFARM_STORAGE: this.store } : {}
    const bucket = { FRAMEFARM_DESTINATIONS: 'gs://bucket', STORAGE_EMULATOR_HOST: `http://127.0.0.1:${this.bucketPort}` }
    return { ...store, ...bucket, FRAMEFARM_ALLOWED_FOLDERS: samples, FRAMEFARM_STOP_SECONDS: '2', FRAMEFARM_LOG_LEVEL: 'debug' }
  }
}

type LogLine = { readonly time: string; readonly message: string; readonly lease: string; readonly worker: string; readonly attempt: number }

/** A page is opened and an encoder started before the first frame. */
const beginningMs = 400

function ageMs(time: string): number {
  return Date.now() - Date.parse(time)
}

/** The account of a worker's token is the first part of its name. */
function workerOf(line: LogLine | undefined): WorkerName {
  return line?.worker.split('/')[0] as WorkerName
}

function tokenOf(worker: string): string {
  return `ffw_${createHash('sha256').update(worker).digest('hex')}`
}
