import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { FramefarmClient } from '../../src/client/index.ts'
import { codedFrameHashes } from '../support/ffprobe.ts'
import { undisturbedFrames } from '../support/undisturbed-frames.ts'
import { engines, samples, SurvivalFarm } from '../support/survival-farm.ts'

type DemoFilm = Extract<Parameters<FramefarmClient['renders']['submit']>[0], { readonly film: unknown }>['film']

/** What `npm run demo` renders, with addresses that mean the same on every machine. */
async function demoFilm(): Promise<DemoFilm> {
  const text = await readFile(join(samples, 'film.json'), 'utf8')
  return JSON.parse(text, (name, value: unknown) =>
    (name === 'image' || name === 'source') && typeof value === 'string' ? pathToFileURL(join(samples, value)).href : value,
  ) as DemoFilm
}

const patient = { timeout: 300_000, interval: 200 }
let film: DemoFilm
let undisturbed: readonly string[]

beforeAll(async () => {
  film = await demoFilm()
  undisturbed = await undisturbedFrames(film, 'auto', codedFrameHashes)
}, 1_200_000)

describe.each(engines)('the demo film on a server with two workers on %s', (engine) => {
  it('has the frames of an undisturbed one though a worker is killed in the middle of it', { timeout: 1_200_000 }, async () => {
    await using farm = await SurvivalFarm.ofTwoWorkers(engine)
    const { id } = await farm.client.renders.submit({ film })
    const scenesDone = async () => (await farm.client.renders.get(id)).scenes.filter(({ state }) => state === 'done').length
    await vi.waitFor(async () => expect(await scenesDone()).toBeGreaterThan(3), patient)
    const { worker, lease } = await farm.untilAmidChunk(id)
    await farm.kill(worker)
    expect(await scenesDone()).toBeLessThan(film.scenes.length)
    farm.startWorker(worker.name)
    const { state, error, scenes } = await farm.client.renders.wait(id)
    expect({ state, error }).toEqual({ state: 'succeeded', error: null })
    expect(scenes.map((scene) => scene.attempts).toSorted((a, b) => a - b)).toEqual([...scenes.slice(1).map(() => 1), 2])
    expect((await farm.logOf(id)).filter((line) => line.message === 'chunk is begun' && line.lease === lease)).toHaveLength(2)
    expect(await farm.framesOf(id, codedFrameHashes)).toEqual(undisturbed)
  })
})
