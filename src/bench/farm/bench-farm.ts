import { setTimeout as sleep } from 'node:timers/promises'
import { renderRequest } from '../../api/render-request.ts'
import { openCoordinator, type Coordinator } from '../../coordinator/open-coordinator.ts'
import { openEngine } from '../../engine/open-engine.ts'
import { processTree } from '../../shared/process-tree.ts'
import { quantilesOf, type Quantiles } from '../report/quantiles.ts'
import { readProcessTimes, ticksPerSecond } from '../timing/process-times.ts'
import type { FarmBenchOrder } from './farm-order.ts'
import { handOutsOf, type HandOut } from './hand-outs.ts'
import { runSleepingWorker, type SleptLease } from './sleeping-worker.ts'

export type FarmBenchResult = {
  readonly version: 1
  readonly database: string
  readonly order: FarmBenchOrder
  /** From the first submission to the end of the last film. */
  readonly seconds: number
  /** What the workers would need if work cost no time to hand out. */
  readonly idealSeconds: number
  readonly handOut: Quantiles | null
  readonly handOutOf: Readonly<Record<HandOut['type'], Quantiles | null>>
  readonly submit: Quantiles | null
  readonly touch: Quantiles | null
  readonly complete: Quantiles | null
  readonly leases: number
  /** Chunks that nobody finished, and those that were finished more than once. */
  readonly lostChunks: number
  readonly doubledChunks: number
  readonly unfinishedFilms: number
  /** Processor time of this process: the coordinator, and workers that sleep. */
  readonly coordinatorCpuSeconds: number
  /** Of the processes of the database; null where it lies in this one. */
  readonly databaseCpuSeconds: number | null
}

type Target = { readonly url: string; readonly name: string; readonly pid: number | null }

const submittedAtOnce = 10

/** Sends films to a coordinator of this process, whose workers sleep instead of rendering, until all are done. */
export async function benchFarm(target: Target, order: FarmBenchOrder): Promise<FarmBenchResult> {
  const onError = (error: unknown) => {
    throw error
  }
  await using parts = new AsyncDisposableStack()
  const engine = parts.adopt(await openEngine(target.url, onError), ({ close }) => close())
  const opening = openCoordinator({ engine, rendersFolder: '/nowhere', maxQueued: order.films, ownAccounts: [], onError })
  const { farm, leasesOf } = parts.adopt(await opening, ({ close }) => close())
  const ending = new AbortController()
  const slept: SleptLease[] = []
  const workers = Array.from({ length: order.workers }, (_none, index) =>
    runSleepingWorker(leasesOf('bench'), { id: `worker-${index}`, order, onDone: (one) => slept.push(one) }, ending.signal),
  )
  const cpu = cpuSecondsSince(target.pid)
  const startMs = performance.now()
  const { submittedMs, durationsMs } = await submitAll(farm, order)
  const unfinishedFilms = await waitForAll(farm, [...submittedMs.keys()], slept)
  const seconds = (performance.now() - startMs) / 1000
  const spent = cpu()
  ending.abort()
  await Promise.all(workers)
  const handOuts = handOutsOf(slept, submittedMs)
  const quantiles = (type?: HandOut['type']) => quantilesOf(handOuts.filter((one) => type === undefined || one.type === type).map(({ ms }) => ms))
  const chunks = chunkCounts(slept)
  return {
    version: 1,
    database: target.name,
    order,
    seconds,
    idealSeconds: (order.films * (order.scenes * order.chunkMs + 2 * order.taskMs)) / order.workers / 1000,
    handOut: quantiles(),
    handOutOf: { prepare: quantiles('prepare'), chunk: quantiles('chunk'), finish: quantiles('finish') },
    submit: quantilesOf(durationsMs),
    touch: quantilesOf(slept.flatMap(({ touchesMs }) => touchesMs)),
    complete: quantilesOf(slept.map(({ toldMs, answeredMs }) => answeredMs - toldMs)),
    leases: slept.length,
    lostChunks: order.films * order.scenes - chunks.size,
    doubledChunks: [...chunks.values()].filter((count) => count > 1).length,
    unfinishedFilms,
    ...spent,
  }
}

async function submitAll(farm: Coordinator['farm'], { films, scenes, owners }: FarmBenchOrder) {
  const film = { version: 1, scenes: Array.from({ length: scenes }, () => ({ image: 'https://example.com/photo.jpg', duration: 8 })) }
  const request = renderRequest.parse({ film })
  const submittedMs = new Map<string, number>()
  const durationsMs: number[] = []
  const submitOne = async (index: number) => {
    const startMs = performance.now()
    const { render } = await farm.submit(request, `owner-${index % owners}`, null)
    submittedMs.set(render.id, performance.now())
    durationsMs.push(performance.now() - startMs)
  }
  for (let from = 0; from < films; from += submittedAtOnce) {
    await Promise.all(Array.from({ length: Math.min(submittedAtOnce, films - from) }, (_none, index) => submitOne(from + index)))
  }
  return { submittedMs, durationsMs }
}

/** @returns how many films did not end well, though nothing has happened for a minute */
async function waitForAll(farm: Coordinator['farm'], ids: readonly string[], slept: readonly SleptLease[]): Promise<number> {
  const finished = new Set<string>()
  let [seen, seenMs] = [0, performance.now()]
  while (performance.now() - seenMs < 60_000) {
    for (const { lease, isTaken } of slept.slice(seen)) if (isTaken && lease.task.type === 'finish') finished.add(lease.renderId)
    if (slept.length > seen) [seen, seenMs] = [slept.length, performance.now()]
    if (finished.size === ids.length) break
    await sleep(50)
  }
  const { queuedRenders, runningRenders } = await farm.load()
  return Math.max(ids.length - finished.size, queuedRenders + runningRenders)
}

/** How often each chunk was finished, and the result taken. */
function chunkCounts(slept: readonly SleptLease[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { lease, isTaken } of slept) {
    if (lease.task.type === 'chunk' && isTaken) counts.set(lease.task.hash, (counts.get(lease.task.hash) ?? 0) + 1)
  }
  return counts
}

/** @param pid of the database's first process */
function cpuSecondsSince(pid: number | null) {
  const own = process.cpuUsage()
  const ofDatabase = () => (pid === null ? null : processTree(pid).reduce((sum, entry) => sum + ticksOf(entry.pid), 0) / ticksPerSecond)
  const before = ofDatabase()
  return () => {
    const { user, system } = process.cpuUsage(own)
    const now = ofDatabase()
    return { coordinatorCpuSeconds: (user + system) / 1e6, databaseCpuSeconds: now === null || before === null ? null : now - before }
  }
}

function ticksOf(pid: number): number {
  const times = readProcessTimes(pid)
  return times === null ? 0 : times.ownTicks + times.waitedTicks
}
