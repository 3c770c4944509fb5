import { expect, it, vi } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { framefarm } from '../support/framefarm.ts'
import { photoFilm, servePhotos, startServer } from '../support/server-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Wishes = { readonly photos: readonly string[]; readonly args: readonly string[]; readonly workers: number }

/** Who began each piece of work of a film, on a server with a container behind it, once so many workers have asked for work. */
async function beginnersOf({ photos, args, workers }: Wishes): Promise<readonly string[]> {
  const [store, address] = [await tempFolder(), await servePhotos()]
  const env = { FRAMEFARM_STORAGE: store, FRAMEFARM_ALLOWED_HOSTS: new URL(address).host }
  await using container = await startServer(await tempFolder(), { env, args: ['--no-worker', '--port', '0'] })
  const dispatch = { ...env, FRAMEFARM_SCENE_WORKERS: container.url, FRAMEFARM_SCENE_WORKER_SLOTS: '2' }
  await using server = await startServer(await tempFolder(), { env: dispatch, args })
  const { renders } = createClient({ baseUrl: server.url })
  const known = async () => (await (await fetch(`${server.url}/v1/farm`)).json()) as { readonly workers: readonly object[] }
  await vi.waitFor(async () => expect((await known()).workers).toHaveLength(workers), { timeout: 30_000, interval: 100 })
  const { id } = await renders.submit(photoFilm(address, photos, 1))
  const render = await renders.wait(id)
  expect({ state: render.state, error: render.error }).toEqual({ state: 'succeeded', error: null })
  expect(render.outputs).toMatchObject([{ frames: 30 * photos.length }, { kind: 'poster' }])
  expect((await renders.download(id)).status).toBe(200)
  const lines = (await renders.log(id)).split('\n').filter((line) => line.includes(' is begun'))
  return lines.map((line) => (JSON.parse(line) as { readonly worker: string }).worker)
}

it('a server that renders nothing hands all work of a film to containers, and has the film', async () => {
  const beginners = await beginnersOf({ photos: ['brook', 'bridge'], args: ['--no-worker', '--port', '0'], workers: 1 })
  expect(beginners.length).toBeGreaterThan(3)
  expect(new Set(beginners)).toEqual(new Set(['containers/all']))
})

it('a server with a worker of its own has both it and containers work on one film', async () => {
  const photos = ['brook', 'bridge', 'sunset', 'aitzgorri', 'clock', 'fig', 'seeding', 'umang']
  const beginners = new Set(await beginnersOf({ photos, args: ['--port', '0'], workers: 2 }))
  expect(beginners).toContain('containers/all')
  expect(beginners.size).toBe(2)
})

it('a server whose containers share no store with it says so, and does not start', async () => {
  const env = { FRAMEFARM_DATA: await tempFolder(), FRAMEFARM_SCENE_WORKERS: 'http://127.0.0.1:9' }
  const { code, stderr } = await framefarm(['serve', '--no-worker', '--port', '0'], { env })
  expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('FRAMEFARM_STORAGE') })
})
