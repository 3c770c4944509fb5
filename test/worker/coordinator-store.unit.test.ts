import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { workerStore } from '../../src/server/serve/worker-store.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { folderStore } from '../../src/storage/objects/folder-store.ts'
import { CoordinatorStore } from '../../src/worker/coordinator-store.ts'
import { startApi } from '../support/api.ts'
import { noSignal } from '../support/capture.ts'
import { describeObjectStore, listed } from '../support/describe-object-store.ts'
import { serve } from '../support/loopback.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const token = 'ffw_of-a-test'
const workerTokens = (sent: string) => (sent === token ? 'one' : null)

describeObjectStore("a coordinator's, over HTTP", async () => {
  const { url } = await startApi({ workerTokens, workerStore: folderStore(await tempFolder()) })
  return new CoordinatorStore({ url, token })
})

describe('CoordinatorStore', () => {
  it('is for those who have a token', async () => {
    const { url } = await startApi({ workerTokens })
    expect((await thrownBy(new CoordinatorStore({ url, token: 'ffw_guessed' }).stat('chunks/a', noSignal))).code).toBe('STORAGE_UNAVAILABLE')
  })

  it('asks again where the coordinator is away for a moment', async () => {
    const { url } = await startApi({ workerTokens })
    let away = 3
    const way = await serve((request, response) => {
      if (away-- > 0) {
        request.socket.destroy()
        return
      }
      const headers = { authorization: request.headers.authorization ?? '' }
      void fetch(url + request.url, { headers }).then(async (answer) => response.end(await answer.text()))
    })
    await expect(new CoordinatorStore({ url: way, token }).stat('chunks/a', noSignal)).resolves.toBeNull()
    expect(away).toBeLessThan(0)
  })
})

describe('workerStore', () => {
  it('gives chunks, assets and places for finished films, and nothing else of a data folder', async () => {
    const root = await tempFolder()
    await mkdir(join(root, 'database'))
    await writeFile(join(root, 'database', 'secret'), 'secret')
    const store = workerStore(dataFolderAt(root))
    const options = { mediaType: 'text/plain', signal: noSignal }
    const path = join(root, 'database', 'secret')
    for (const name of ['chunks/a', 'renders/rnd_1/film.mp4']) await expect(store.put(name, path, options)).resolves.toBe('created')
    await expect(listed(store, 'chunks/')).resolves.toHaveLength(1)
    const refused = [
      () => store.stat('database/secret', noSignal),
      () => store.read('database/secret', noSignal),
      () => store.put('assets/sha256-0', path, options),
      () => store.put('chunks', path, options),
      () => store.remove('renders/rnd_1/film.mp4', noSignal),
      () => store.remove('database/secret', noSignal),
      () => listed(store, ''),
    ]
    for (const call of refused) expect((await thrownBy(Promise.resolve().then<unknown>(call))).code).toBe('OBJECT_NAME_WRONG')
  })
})
