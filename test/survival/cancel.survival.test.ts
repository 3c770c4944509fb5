import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { processTree } from '../../src/shared/process-tree.ts'
import { engines, photos, samples, SurvivalFarm, waitLong } from '../support/survival-farm.ts'

const scenesOf = (seconds: number) =>
  ['brook', 'bridge'].map((name) => ({ image: pathToFileURL(join(photos, `${name}.jpg`)).href, duration: seconds }))

const film = { version: 1 as const, output: { width: 640, height: 360 }, scenes: scenesOf(4) }

/** Few frames, and minutes of sound: its mixing takes longer than all else. */
const sounding = {
  ...film,
  output: { width: 320, height: 180, fps: 1 },
  scenes: scenesOf(120),
  music: { source: pathToFileURL(join(samples, 'music.ogg')).href },
}

const method = 'screenshot' as const

/** A bucket that takes what it is sent, and never answers. */
async function sleepingBucket(port: number) {
  const server = createServer((request) => request.resume())
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return {
    visitors: () => new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe.each(engines)('a render on a farm of two workers on %s', (engine) => {
  let farm: SurvivalFarm
  beforeAll(async () => {
    farm = await SurvivalFarm.ofTwoWorkers(engine)
  })
  afterAll(() => farm[Symbol.asyncDispose]())
  afterEach(async ({ task }) => {
    await farm.forgetChunks()
    if (!task.name.startsWith('leaves no process')) expect(farm.endedByThemselves()).toEqual([])
  })

  const encoders = (pattern: RegExp) =>
    [...farm.workers.values()].flatMap(({ child }) => processTree(child.pid ?? 0)).filter(({ command }) => pattern.test(command))

  async function untilState(id: string, wanted: string): Promise<void> {
    for await (const event of farm.client.renders.events(id)) if (event.type === 'state' && event.state === wanted) return
    throw new Error(`${id} is over, and never was ${wanted}`)
  }

  /** How a render ends that is cancelled, once no encoder of it runs any more. */
  async function endOf(id: string): Promise<object> {
    await farm.client.renders.cancel(id)
    const { state, outputs } = await farm.client.renders.wait(id)
    await vi.waitFor(() => expect(encoders(/ffmpeg/)).toEqual([]), waitLong)
    return { state, outputs }
  }

  const cancelled = { state: 'cancelled', outputs: [] }

  it.each(['queued', 'preparing', 'rendering', 'joining'] as const)('leaves nothing running when it is cancelled while it is %s', async (state) => {
    const { id } = await farm.client.renders.submit({ film, method })
    await untilState(id, state)
    expect(await endOf(id)).toEqual(cancelled)
  })

  it('leaves nothing running when it is cancelled while its sound is mixed beside a chunk', async () => {
    const { id } = await farm.client.renders.submit({ film: sounding, method })
    await vi.waitFor(() => expect(encoders(/ffmpeg.*f32le/)).not.toEqual([]), waitLong)
    expect(await endOf(id)).toEqual(cancelled)
  })

  it('mixes again at its end where FFmpeg died over the sound, and leaves nothing running when it is cancelled then', async () => {
    const { id } = await farm.client.renders.submit({ film: sounding, method })
    const kill = () => {
      const [mixing] = encoders(/ffmpeg.*f32le/)
      expect(mixing).toBeDefined()
      process.kill(mixing?.pid ?? 0, 'SIGKILL')
    }
    await vi.waitFor(kill, { ...waitLong, interval: 20 })
    await untilState(id, 'mixing')
    expect(await endOf(id)).toEqual(cancelled)
  })

  it('leaves nothing running when it is cancelled while it is uploaded to a bucket that does not answer', async () => {
    await using bucket = await sleepingBucket(farm.bucketPort)
    const { id } = await farm.client.renders.submit({ film, method, destination: 'gs://bucket/films' })
    await untilState(id, 'uploading')
    await vi.waitFor(async () => expect(await bucket.visitors()).toBe(1), waitLong)
    expect(await endOf(id)).toEqual(cancelled)
    const lines = () => [...farm.workers.values()].flatMap(({ stderr }) => stderr().split('\n'))
    const isLetGo = (line: string) => [id, '"task":"finish"', '"work lost"'].every((part) => line.includes(part))
    await vi.waitFor(() => expect(lines().filter(isLetGo)).toHaveLength(1), waitLong)
  })

  it('leaves no process and no file of work behind, whenever it was cancelled', async () => {
    await farm.stopAll()
    expect(await farm.leftOver()).toEqual([])
  })
})
