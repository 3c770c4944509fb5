// A farm under random faults: `npm run chaos -- --minutes 5`. Films are submitted all the while, and every few seconds something is killed,
// frozen, or damaged. At the end each film is finished with exactly the frames and the sound of an undisturbed run, or has failed with a reason, and nothing
// is left behind. The seed that is printed makes the same choices again.
import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Render } from '../src/api/render.ts'
import { processTree } from '../src/shared/process-tree.ts'
import { filmHashes } from '../test/support/ffprobe.ts'
import { engines, photos, samples, SurvivalFarm, type EngineName } from '../test/support/survival-farm.ts'
import { undisturbedFrames } from '../test/support/undisturbed-frames.ts'
import { until } from '../test/support/until.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    engine: { type: 'string', default: engines.at(-1) ?? 'PGlite' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const say = (text: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
const random = randomOf(Number(values.seed))
/** Of its own: who comes first does not change what the other chooses. */
const randomFilm = randomOf(Number(values.seed) + 1)
const oneOf = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)]

/** A few kinds of films, so that chunks of one are found by the next of its kind. */
const kinds = Array.from({ length: 6 }, (_, kind) => ({
  version: 1 as const,
  output: { width: 480, height: 270 },
  scenes: ['brook', 'bridge', 'sunset', 'clock'].slice(0, 2 + (kind % 3)).map((name) => ({
    image: pathToFileURL(join(photos, `${name}.jpg`)).href,
    duration: 2 + (kind % 2),
    kenBurns: { startScale: 1, endScale: 1.1 + kind / 20 },
  })),
  ...(kind % 2 === 1 && { music: { source: pathToFileURL(join(samples, 'music.ogg')).href } }),
}))

const faults: Readonly<Record<string, (farm: SurvivalFarm) => Promise<void>>> = {
  'kill a worker': async (farm) => {
    const worker = oneOf([...farm.workers.values()])
    if (!worker) return
    await farm.kill(worker)
    await sleep(random() * 3000)
    farm.startWorker(worker.name)
  },
  'stop a worker as a spot machine is': async (farm) => {
    const worker = oneOf([...farm.workers.values()])
    if (!worker) return
    worker.child.kill('SIGTERM')
    await worker.ended
    farm.startWorker(worker.name)
  },
  'freeze a worker': async (farm) => {
    const tree = processTree(oneOf([...farm.workers.values()])?.child.pid ?? 0).map(({ pid }) => pid)
    const tell = (signal: NodeJS.Signals) => {
      for (const pid of tree) if (pid > 1) processSignal(pid, signal)
    }
    tell('SIGSTOP')
    await sleep(random() * 20_000)
    tell('SIGCONT')
  },
  'kill the coordinator': async (farm) => {
    if (farm.server) await farm.kill(farm.server)
    await sleep(random() * 3000)
    await farm.startServer()
  },
  'kill PostgreSQL': async ({ postgres }) => {
    if (!postgres) return
    await postgres.crash()
    await sleep(random() * 2000)
    await postgres.start()
  },
  'kill a Chromium': (farm) => killBelow(farm, /headless-shell (?!--type=).*--remote-debugging-pipe/),
  'kill an FFmpeg': (farm) => killBelow(farm, /ffmpeg/),
  'damage a chunk or a sound': async (farm) => {
    const folder = join(farm.store, 'chunks')
    const chunk = oneOf((await readdir(folder).catch(() => [])).filter((name) => /\.(mp4|m4a)$/.test(name)))
    if (chunk !== undefined) await truncate(join(folder, chunk), 500).catch(() => undefined)
  },
  'forget chunks': (farm) => farm.forgetChunks(),
}

async function killBelow(farm: SurvivalFarm, pattern: RegExp): Promise<void> {
  const below = [...farm.workers.values()].flatMap(({ child }) => processTree(child.pid ?? 0))
  const victim = oneOf(below.filter(({ command }) => pattern.test(command)))
  if (victim) processSignal(victim.pid, 'SIGKILL')
}

function processSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself.
  }
}

/** @returns what is wrong with a render that is over; null where all is well */
async function faultOf(farm: SurvivalFarm, render: Render, frames: readonly string[]): Promise<string | null> {
  if (render.state === 'failed') return render.error ? null : 'failed without a reason'
  if (render.state !== 'succeeded') return `ended as ${render.state}`
  const found = await farm.framesOf(render.id, filmHashes)
  const first = frames.findIndex((frame, index) => found[index] !== frame)
  return found.length === frames.length && first === -1 ? null : `differs: ${found.length} of ${frames.length} frames, first other frame ${first}`
}

say(`seed ${values.seed}, ${values.engine}`)
const references: (readonly string[])[] = []
for (const film of kinds) references.push(await undisturbedFrames(film, 'screenshot', filmHashes))
say(`${kinds.length} kinds of films rendered undisturbed`)
await using farm = await SurvivalFarm.ofTwoWorkers(values.engine as EngineName)
const sent: { readonly id: string; readonly kind: number }[] = []
const patient = { timeout: 60_000, interval: 200 }
const endMs = performance.now() + Number(values.minutes) * 60_000

async function submitFilms(): Promise<void> {
  while (performance.now() < endMs) {
    const kind = Math.floor(randomFilm() * kinds.length)
    const film = kinds[kind]
    const key = `chaos-${sent.length}`
    if (film) {
      const { id } = await until(() => farm.client.renders.submit({ film, method: 'screenshot' }, { idempotencyKey: key }), patient)
      sent.push({ id, kind })
    }
    await sleep(4000)
  }
}

async function makeFaults(): Promise<void> {
  while (performance.now() < endMs) {
    await sleep(2000 + random() * 6000)
    const [name, make] = oneOf(Object.entries(faults)) ?? []
    if (name === undefined || !make) continue
    say(name)
    await make(farm)
  }
}

await Promise.all([submitFilms(), makeFaults()])
say(`no more faults; ${sent.length} films were sent`)
const counts = { succeeded: 0, failed: 0 }
const wrong: string[] = []
for (const { id, kind } of sent) {
  const render = await until(() => farm.client.renders.wait(id), patient)
  const fault = await faultOf(farm, render, references[kind] ?? [])
  if (fault !== null) wrong.push(`${id}: ${fault}`)
  if (render.state === 'failed') say(`${id} failed: ${render.error?.code} ${render.error?.message}`)
  counts[render.state === 'succeeded' ? 'succeeded' : 'failed']++
}
wrong.push(...farm.endedByThemselves().map((who) => `ended by itself: ${who}`))
await farm.stopAll()
wrong.push(...(await farm.leftOver()).map((what) => `left behind: ${what}`))
for (const what of wrong) say(what)
say(`${counts.succeeded} films finished, every frame and all sound as it should be; ${counts.failed} failed with a reason; ${wrong.length} faults`)
process.exitCode = wrong.length === 0 ? 0 : 1
