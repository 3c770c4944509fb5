import { expect, it } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { framefarm } from '../support/framefarm.ts'
import { photoFilm, servePhotos, startServer } from '../support/server-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

it('a server that renders nothing hands all work of a film to containers, and has the film', async () => {
  const [store, address] = [await tempFolder(), await servePhotos()]
  const env = { FRAMEFARM_STORAGE: store, FRAMEFARM_ALLOWED_HOSTS: new URL(address).host }
  const args = ['--no-worker', '--port', '0']
  await using container = await startServer(await tempFolder(), { env, args })
  const dispatch = { ...env, FRAMEFARM_SCENE_WORKERS: container.url, FRAMEFARM_SCENE_WORKER_SLOTS: '2' }
  await using server = await startServer(await tempFolder(), { env: dispatch, args })
  const { renders } = createClient({ baseUrl: server.url })
  const { id } = await renders.submit(photoFilm(address, ['brook', 'bridge'], 1))
  const render = await renders.wait(id)
  expect({ state: render.state, error: render.error }).toEqual({ state: 'succeeded', error: null })
  expect(render.outputs).toMatchObject([{ frames: 60 }, { kind: 'poster' }])
  expect((await renders.download(id)).status).toBe(200)
  const begun = (await renders.log(id)).split('\n').filter((line) => line.includes(' is begun'))
  expect(begun.length).toBeGreaterThan(3)
  expect(begun.filter((line) => !line.includes('"containers/all"'))).toEqual([])
})

it('a server whose containers share no store with it says so, and does not start', async () => {
  const env = { FRAMEFARM_DATA: await tempFolder(), FRAMEFARM_SCENE_WORKERS: 'http://127.0.0.1:9' }
  const { code, stderr } = await framefarm(['serve', '--no-worker', '--port', '0'], { env })
  expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('FRAMEFARM_STORAGE') })
})
