import { expect, it } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { framefarm } from '../support/framefarm.ts'
import { photoFilm, servePhotos, startServer } from '../support/server-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

it('a server hands chunks to containers, and joins what they and its own worker have rendered', async () => {
  const [store, address] = [await tempFolder(), await servePhotos()]
  const env = { FRAMEFARM_STORAGE: store, FRAMEFARM_ALLOWED_HOSTS: new URL(address).host }
  await using container = await startServer(await tempFolder(), { env, args: ['--no-worker', '--port', '0'] })
  const dispatch = { ...env, FRAMEFARM_SCENE_WORKERS: container.url, FRAMEFARM_SCENE_WORKER_SLOTS: '1' }
  await using server = await startServer(await tempFolder(), { env: dispatch })
  const { renders } = createClient({ baseUrl: server.url })
  const { id } = await renders.submit({ film: photoFilm(address), method: 'screenshot' })
  const render = await renders.wait(id)
  expect({ state: render.state, error: render.error }).toEqual({ state: 'succeeded', error: null })
  expect(render.outputs[0]).toMatchObject({ frames: 540 })
  const begun = (await renders.log(id)).split('\n').filter((line) => line.includes(' is begun'))
  const byContainers = begun.filter((line) => line.includes('"containers/all"'))
  expect(byContainers.length).toBeGreaterThan(0)
  // Preparing and finishing is not for them.
  expect(byContainers.filter((line) => !line.includes('chunk is begun'))).toEqual([])
})

it('a server whose containers share no store with it says so, and does not start', async () => {
  const env = { FRAMEFARM_DATA: await tempFolder(), FRAMEFARM_SCENE_WORKERS: 'http://127.0.0.1:9' }
  const { code, stderr } = await framefarm(['serve', '--no-worker', '--port', '0'], { env })
  expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('FRAMEFARM_STORAGE') })
})
