import { readdir, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { processTree } from '../../src/shared/process-tree.ts'
import { openNetCut } from '../support/net-cut.ts'
import { canMount, smallDisk } from '../support/small-disk.ts'
import { engines, photos, SurvivalFarm, waitLong } from '../support/survival-farm.ts'
import { undisturbedFrames } from '../support/undisturbed-frames.ts'

/** Four scenes, each one chunk that is drawn frame by frame, so that there is a middle of it. */
const film = {
  version: 1 as const,
  output: { width: 640, height: 360 },
  scenes: ['brook', 'bridge', 'sunset', 'clock'].map((name) => ({ image: pathToFileURL(join(photos, `${name}.jpg`)).href, duration: 4 })),
}
const order = { film, method: 'screenshot' as const }

/** Frames of the film when nobody disturbs it; made once. */
let undisturbed: readonly string[]

beforeAll(async () => {
  undisturbed = await undisturbedFrames(film, order.method)
}, 120_000)

describe.each(engines)('a farm of two workers on %s', (engine) => {
  let farm: SurvivalFarm
  beforeAll(async () => {
    farm = await SurvivalFarm.ofTwoWorkers(engine)
  })
  afterAll(() => farm[Symbol.asyncDispose]())
  afterEach(async ({ task }) => {
    await farm.forgetChunks()
    // What a test has killed it has started again.
    if (!task.name.startsWith('leaves no process')) expect(farm.endedByThemselves()).toEqual([])
  })

  async function framesOf(id: string): Promise<readonly string[]> {
    const { state, error } = await farm.client.renders.wait(id)
    expect({ state, error }).toEqual({ state: 'succeeded', error: null })
    return farm.framesOf(id)
  }

  const submit = async () => (await farm.client.renders.submit(order)).id

  it('gives the chunk of a worker that was killed to another within 25 s', async () => {
    const id = await submit()
    const { worker, lease: lost } = await farm.untilAmidChunk(id)
    await farm.kill(worker)
    const killedMs = performance.now()
    const taken = async () => {
      const [first, second] = (await farm.logOf(id)).filter(({ message, lease }) => message === 'chunk is begun' && lease === lost)
      expect(second?.attempt).toBeGreaterThan(first?.attempt ?? 0)
      expect(second?.worker).not.toBe(first?.worker)
    }
    await vi.waitFor(taken, waitLong)
    expect(performance.now() - killedMs).toBeLessThan(25_000)
    expect(await framesOf(id)).toEqual(undisturbed)
    farm.startWorker(worker.name)
  })

  it('goes on when the coordinator is killed and started again, and does nothing again that was done', async () => {
    const id = await submit()
    await vi.waitFor(async () => expect((await farm.client.renders.get(id)).scenes.map(({ state }) => state)).toContain('done'), waitLong)
    if (farm.server) await farm.kill(farm.server)
    await sleep(1000)
    await farm.startServer()
    expect(await framesOf(id)).toEqual(undisturbed)
    const done = (await farm.logOf(id)).filter(({ message }) => message === 'chunk is done').map(({ lease }) => lease)
    expect(done).toHaveLength(new Set(done).size)
  })

  it.each([
    ['Chromium', /headless-shell (?!--type=).*--remote-debugging-pipe/],
    ['FFmpeg', /ffmpeg.*image2pipe/],
  ])('survives the death of a %s', async (_name, pattern) => {
    const id = await submit()
    const kill = async () => {
      const { worker } = await farm.untilAmidChunk(id)
      const victim = processTree(worker.child.pid ?? 0).find(({ command }) => pattern.test(command))
      expect(victim).toBeDefined()
      process.kill(victim?.pid ?? 0, 'SIGKILL')
    }
    await vi.waitFor(kill, waitLong)
    expect(await framesOf(id)).toEqual(undisturbed)
  })

  it('does not hear a worker that was frozen and wakes up when its chunk is somebody else’s', async () => {
    const id = await submit()
    const { worker, lease: frozen } = await farm.untilAmidChunk(id)
    const tree = processTree(worker.child.pid ?? 0).map(({ pid }) => pid)
    for (const pid of tree) process.kill(pid, 'SIGSTOP')
    const { state } = await farm.client.renders.wait(id)
    expect(state).toBe('succeeded')
    for (const pid of tree) process.kill(pid, 'SIGCONT')
    await vi.waitFor(() => expect(worker.stderr()).toContain('lost'), waitLong)
    expect(await framesOf(id)).toEqual(undisturbed)
    const ended = (await farm.logOf(id)).filter(({ message, lease }) => message === 'chunk is done' && lease === frozen)
    expect(ended).toHaveLength(1)
  })

  it('goes on when the network between a worker and the coordinator is cut for longer than a lease lives', async () => {
    const [worker] = farm.workers.values()
    await using way = await openNetCut(farm.url)
    worker?.child.kill('SIGTERM')
    await worker?.ended
    const behind = farm.startWorker('one', { coordinator: way.url })
    const id = await submit()
    await vi.waitFor(async () => expect((await farm.logOf(id)).map(({ worker: name }) => name).join()).toContain('one/'), waitLong)
    way.cut()
    const frames = framesOf(id)
    await sleep(18_000)
    way.mend()
    expect(await frames).toEqual(undisturbed)
    behind.child.kill('SIGTERM')
    expect((await behind.ended).code).toBe(0)
    farm.startWorker('one')
  })

  it.each([
    ['renders a chunk', '.mp4'],
    ['mixes a sound', '.m4a'],
  ])('%s again whose file has been damaged', async (_what, suffix) => {
    const id = await submit()
    const chunks = join(farm.store, 'chunks')
    const finished = async () => {
      const names: readonly string[] = await readdir(chunks).catch(() => [])
      return names.filter((name) => name.endsWith(suffix) && names.includes(name.replace(suffix, '.json')))
    }
    await vi.waitFor(async () => expect(await finished()).not.toHaveLength(0), waitLong)
    const [damaged = ''] = await finished()
    await truncate(join(chunks, damaged), 1000)
    // Whoever made it has a good copy of its own; a machine that comes anew has not.
    for (const worker of farm.workers.values()) await rm(join(worker.data, 'chunks', damaged), { force: true })
    expect(await framesOf(id)).toEqual(undisturbed)
  })

  it('makes one render of the same order that is sent twice', async () => {
    const send = () => farm.client.renders.submit(order, { idempotencyKey: 'twice' })
    const [first, second] = await Promise.allSettled([send(), send()])
    const ids = [first, second].flatMap((sent) => (sent.status === 'fulfilled' ? [sent.value.id] : []))
    expect(new Set([...ids, (await send()).id]).size).toBe(1)
    expect(await framesOf(ids[0] ?? '')).toEqual(undisturbed)
  })

  it.runIf(canMount())('renders on the other worker when the disk of one is full', async () => {
    const disk = await smallDisk()
    const [worker] = farm.workers.values()
    worker?.child.kill('SIGTERM')
    await worker?.ended
    const full = farm.startWorker('one', { env: { FRAMEFARM_DATA: disk } })
    // With the other one busy, it is sure to be given work.
    const ids = [await submit(), await submit()]
    for (const id of ids) expect(await framesOf(id)).toEqual(undisturbed)
    expect(full.stderr()).toMatch(/"code":"DISK_FULL".*"this machine cannot work/)
    full.child.kill('SIGTERM')
    await full.ended
    farm.startWorker('one')
  })

  const jumping = { env: { NODE_OPTIONS: `--import ${join(import.meta.dirname, '../support/clock-jump.mjs')}` } }

  it('goes on when the clock of the coordinator jumps an hour ahead and back', async () => {
    farm.server?.child.kill('SIGTERM')
    await farm.server?.ended
    await farm.startServer(jumping)
    const id = await submit()
    await farm.untilAmidChunk(id)
    farm.server?.child.kill('SIGUSR2')
    await sleep(2000)
    farm.server?.child.kill('SIGUSR2')
    expect(await framesOf(id)).toEqual(undisturbed)
  })

  it('does not look at the clocks of workers: one that jumps an hour ahead and back loses no work', async () => {
    const [worker] = farm.workers.values()
    worker?.child.kill('SIGTERM')
    await worker?.ended
    const jumps = farm.startWorker('one', jumping)
    const id = await submit()
    const isAt = async (name: string) => vi.waitFor(async () => expect((await farm.untilAmidChunk(id)).worker.name).toBe(name), waitLong)
    await isAt('one')
    jumps.child.kill('SIGUSR2')
    const jumpedMs = Date.now() + 3_000_000
    const lines = () =>
      jumps
        .stderr()
        .split('\n')
        .filter((line) => line.startsWith('{'))
    await vi.waitFor(() => expect(lines().some((line) => (JSON.parse(line) as { time: number }).time > jumpedMs)).toBe(true), waitLong)
    jumps.child.kill('SIGUSR2')
    expect(await framesOf(id)).toEqual(undisturbed)
    const begun = (await farm.logOf(id)).filter(({ message }) => message.endsWith('is begun')).map(({ lease }) => lease)
    expect(begun).toHaveLength(new Set(begun).size)
    jumps.child.kill('SIGTERM')
    await jumps.ended
    farm.startWorker('one')
  })

  it.runIf(engine === 'PostgreSQL')('goes on when PostgreSQL is killed and started again', async () => {
    const id = await submit()
    await farm.untilAmidChunk(id)
    await farm.postgres?.crash()
    await sleep(1000)
    await farm.postgres?.start()
    expect(await framesOf(id)).toEqual(undisturbed)
  })

  it('leaves no process and no file of work behind', async () => {
    await farm.stopAll()
    expect(await farm.leftOver()).toEqual([])
  })
})
