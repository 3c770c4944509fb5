import { createClient, type FilmDocument, type FramefarmClient, type Render } from '../../client/index.ts'
import { processTree } from '../../shared/process-tree.ts'
import { rssBytes } from '../service/process-load.ts'
import { sendFilmFiles } from '../service/send-film-files.ts'
import { predictSeconds, type FilmParts } from './predict-seconds.ts'
import { startLocalFarm, type LocalFarmOrder } from './start-local-farm.ts'
import { untilWorkersAsk } from './until-workers-ask.ts'

export type WorkersBenchOrder = LocalFarmOrder & {
  /** Sent at once, in turn by each key. */
  readonly films: number
  /** Of the film's JSON. */
  readonly film: string
}

export type TimedFilm = {
  readonly owner: number
  readonly state: Render['state']
  /** From when all were sent to when it was over. */
  readonly endSeconds: number
  /** From when its work began. */
  readonly workSeconds: number
  /** Of its pieces of work, as the workers have measured them. */
  readonly parts: FilmParts
  /** Pieces of work that were begun more than once. */
  readonly repeated: number
}

export type WorkersBenchResult = {
  readonly version: 1
  readonly order: WorkersBenchOrder
  /** From when all films were sent to the end of the last. */
  readonly seconds: number
  /** By the parts of the film, for one film alone on workers with one slot. */
  readonly predictedSeconds: number | null
  readonly films: readonly TimedFilm[]
  /** Of all processes together, at most; what they share counts in each. */
  readonly peakRssBytes: number
}

const sampleMs = 500

/** Has a farm of real processes on this machine render films, and takes the time. Every film is another one, so that none is there already. */
export async function benchWorkers(order: WorkersBenchOrder, say: (text: string) => void): Promise<WorkersBenchResult> {
  await using farm = await startLocalFarm(order)
  const clients = farm.keys.map((apiKey) => createClient({ baseUrl: farm.url, apiKey }))
  const films = await Promise.all(clients.map((client) => sendFilmFiles(client, order.film)))
  await untilWorkersAsk(farm)
  using memory = new PeakMemory(farm.pids)
  const startMs = performance.now()
  const timed = await Promise.all(
    Array.from({ length: order.films }, async (_none, index) => {
      const owner = index % clients.length
      const [client, film] = [clients[owner], films[owner]]
      if (!client || !film) throw new Error('unreachable: every film has an owner')
      const one = await timeFilm(client, variantOf(film, index), { owner, startMs })
      say(`film ${index} of key ${owner}: ${one.state} after ${one.endSeconds.toFixed(1)} s`)
      return one
    }),
  )
  const [first] = timed.toSorted((a, b) => a.endSeconds - b.endSeconds)
  return {
    version: 1,
    order,
    seconds: Math.max(...timed.map(({ endSeconds }) => endSeconds)),
    predictedSeconds: first && order.films === 1 && order.isPinned ? predictSeconds(first.parts, order.workers) : null,
    films: timed,
    peakRssBytes: memory.peakBytes,
  }
}

/** Another background and another loudness are another film, which looks and sounds the same. */
function variantOf(film: FilmDocument, index: number): FilmDocument {
  return { ...film, background: `#1010${(0x14 + index).toString(16).padStart(2, '0')}`, loudness: { target: -14 - index / 100 } }
}

type Timing = { readonly owner: number; readonly startMs: number }

async function timeFilm(client: FramefarmClient, film: FilmDocument, { owner, startMs }: Timing): Promise<TimedFilm> {
  const { id } = await client.renders.submit(film)
  const render = await client.renders.wait(id)
  const endSeconds = (performance.now() - startMs) / 1000
  const lines = (await client.renders.log(id)).split('\n').filter((line) => line !== '')
  const log = lines.map((line) => ({ seconds: 0, attempt: 0, ...(JSON.parse(line) as { readonly message: string }) }))
  const of = (message: string) => log.flatMap((line) => (line.message === message ? [line.seconds] : []))
  const [prepare = 0] = of('prepare is done')
  const [finish = 0] = of('finish is done')
  const { startedAt, finishedAt, state } = render
  return {
    owner,
    state,
    endSeconds,
    workSeconds: (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000,
    parts: { prepare, chunks: of('chunk is done'), finish },
    repeated: log.filter(({ message, attempt }) => message.endsWith('is begun') && attempt > 0).length,
  }
}

/** Of processes and all below them, while something else is done. */
class PeakMemory implements Disposable {
  peakBytes = 0
  readonly #timer: NodeJS.Timeout

  constructor(pids: readonly number[]) {
    const sample = () => {
      const all = new Set(pids.flatMap((pid) => processTree(pid).map((one) => one.pid)))
      this.peakBytes = Math.max(
        this.peakBytes,
        [...all].reduce((sum, pid) => sum + rssBytes(pid), 0),
      )
    }
    this.#timer = setInterval(sample, sampleMs)
    sample()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
