import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '../../client/index.ts'
import { ProcessLoad } from '../service/process-load.ts'
import { sendFilmFiles } from '../service/send-film-files.ts'
import { runCommand } from '../timing/run-command.ts'
import { launcher, startLocalFarm } from './start-local-farm.ts'
import { untilWorkersAsk } from './until-workers-ask.ts'

export type OverheadOrder = {
  /** Of the film's JSON. */
  readonly film: string
  readonly rounds: number
  /** The worker is a process beside the server, which shares no store with it: everything goes over HTTP. */
  readonly isApart: boolean
}

export type Cost = { readonly seconds: number; readonly cpuSeconds: number }

export type OverheadRound = {
  /** `framefarm render`, from its start to its end. */
  readonly command: Cost
  /** The same film sent to a farm of this machine, which has its files already, until it is done; of server and worker together. */
  readonly farm: Cost
}

/**
 * The same film by one command and by a farm of one worker, in turn, each round the other way round: what the machine does meanwhile falls on
 * both. Nothing is kept from one to the next.
 */
export async function benchOverhead(order: OverheadOrder, say: (text: string) => void): Promise<readonly OverheadRound[]> {
  const rounds: OverheadRound[] = []
  for (let round = 0; round < order.rounds; round++) {
    const one = round % 2 === 0 ? await commandFirst(order) : await farmFirst(order)
    rounds.push(one)
    say(`round ${round + 1}: render ${one.command.seconds.toFixed(1)} s, farm ${one.farm.seconds.toFixed(1)} s`)
  }
  return rounds
}

async function commandFirst(order: OverheadOrder): Promise<OverheadRound> {
  const command = await byCommand(order.film)
  return { command, farm: await byFarm(order) }
}

async function farmFirst(order: OverheadOrder): Promise<OverheadRound> {
  const farm = await byFarm(order)
  return { command: await byCommand(order.film), farm }
}

async function byCommand(film: string): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-bench-'))
  try {
    const env = { ...process.env, FRAMEFARM_DATA: join(folder, 'data') }
    const command = [process.execPath, launcher, 'render', film, '-o', join(folder, 'film.mp4')]
    const { seconds, cpuSeconds } = await runCommand({ command, env }, new AbortController().signal)
    return { seconds, cpuSeconds: cpuSeconds ?? Number.NaN }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function byFarm({ film, isApart }: OverheadOrder): Promise<Cost> {
  await using farm = await startLocalFarm({ workers: isApart ? 1 : 0, owners: 1, isPinned: false })
  const client = createClient({ baseUrl: farm.url, apiKey: farm.keys[0] ?? '' })
  const sent = await sendFilmFiles(client, film)
  await untilWorkersAsk(farm)
  using loads = new DisposableStack()
  const watched = farm.pids.map((pid) => loads.use(new ProcessLoad(pid)))
  const startMs = performance.now()
  const { id } = await client.renders.submit(sent)
  const { state } = await client.renders.wait(id)
  const seconds = (performance.now() - startMs) / 1000
  if (state !== 'succeeded') throw new Error(`the farm's render has ${state}`)
  const cpuSeconds = watched.map((load) => load.cpuSeconds()).reduce((sum, cpu) => sum + cpu.mainThread + cpu.otherThreads + cpu.children, 0)
  return { seconds, cpuSeconds }
}
