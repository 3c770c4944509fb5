import { readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import type { ObjectStore } from '../../src/storage/objects/object-store.ts'
import { openObjectStore } from '../../src/storage/objects/open-object-store.ts'
import { fakeGoogleStorage } from '../support/fake-google-storage.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

afterEach(() => vi.unstubAllEnvs())

const hash = 'a'.repeat(64)
const frames = 240
const content = Buffer.alloc(100_000, 'one chunk of film')

async function machine(shared: ObjectStore) {
  const data = dataFolderAt(await tempFolder(), shared)
  const store = new ChunkStore(data)
  return {
    data,
    store,
    render: async (bytes = content) => {
      const finished = join(data.root, 'finished.mp4')
      await writeFile(finished, bytes)
      return store.add(hash, finished, frames)
    },
  }
}

async function twoMachines() {
  const common = await tempFolder()
  const shared = openObjectStore(common)
  const [first, second] = [await machine(shared), await machine(shared)]
  return { first, second, shared, file: join(common, 'chunks', `${hash}.mp4`), seal: join(common, 'chunks', `${hash}.json`) }
}

async function daysAgo(days: number, ...paths: readonly string[]): Promise<void> {
  const then = new Date(Date.now() - days * 86_400_000)
  for (const path of paths) await utimes(path, then, then)
}

describe('ChunkStore with a store that machines share', () => {
  it.each([
    ['a folder', tempFolder],
    ['a bucket', async () => fakeGoogleStorage().then(() => 'gs://farm/films')],
  ])('finds in %s what another machine has rendered, and keeps it here', async (_kind, address) => {
    const shared = openObjectStore(await address())
    const [first, second] = [await machine(shared), await machine(shared)]
    await first.render()
    await expect(second.store.has(hash, frames)).resolves.toBe(true)
    await expect(readdir(second.data.root)).resolves.toEqual([])
    const path = await second.store.find(hash, frames)
    expect(path).toBe(join(second.data.chunks, `${hash}.mp4`))
    await expect(readFile(path ?? '')).resolves.toEqual(content)
    await expect(new ChunkStore(dataFolderAt(second.data.root)).find(hash, frames)).resolves.toBe(path)
  })

  it('finds nothing that was not rendered, and nothing of another number of frames', async () => {
    const { first, second } = await twoMachines()
    await expect(second.store.has(hash, frames)).resolves.toBe(false)
    await expect(second.store.find(hash, frames)).resolves.toBeNull()
    await first.render()
    await expect(second.store.has(hash, frames + 1)).resolves.toBe(false)
  })

  it.each<[string, (file: string, seal: string) => Promise<void>]>([
    ['has one byte changed', (file) => writeFile(file, Buffer.from(content).fill('X', 50_000, 50_001))],
    ['is truncated', (file) => truncate(file, content.length - 1)],
    ['has half a seal', (_file, seal) => truncate(seal, 20)],
    ['is gone', (file) => rm(file)],
  ])('does not use a shared chunk that %s, and takes the one that is rendered again in its place', async (_what, damage) => {
    const { first, second, file, seal } = await twoMachines()
    await first.render()
    await damage(file, seal)
    await daysAgo(1, ...(await Promise.all([file, seal].map(async (path) => ((await isThere(path)) ? [path] : [])))).flat())
    await expect(second.store.find(hash, frames)).resolves.toBeNull()
    await expect(readdir(join(second.data.root, 'chunks'))).resolves.toEqual([])
    await second.render()
    await rm(first.data.chunks, { recursive: true })
    await expect(first.store.find(hash, frames)).resolves.toBe(join(first.data.chunks, `${hash}.mp4`))
    await expect(readFile(join(first.data.chunks, `${hash}.mp4`))).resolves.toEqual(content)
  })

  it('takes no chunk for finished whose file was left without a seal by a machine that is gone', async () => {
    const { first, second, file, seal } = await twoMachines()
    await first.render()
    await rm(seal)
    await daysAgo(1, file)
    await expect(second.store.has(hash, frames)).resolves.toBe(false)
    const other = Buffer.from(content.toReversed())
    await second.render(other)
    await expect(readFile(file)).resolves.toEqual(other)
    await rm(first.data.chunks, { recursive: true })
    await expect(first.store.find(hash, frames)).resolves.not.toBeNull()
  })

  it('keeps file and seal of one machine together where several bring the same chunk at once', async () => {
    const { shared } = await twoMachines()
    const machines = await Promise.all(Array.from({ length: 6 }, () => machine(shared)))
    await Promise.all(machines.map(({ render }, index) => render(Buffer.alloc(100_000, String(index)))))
    const late = await machine(shared)
    await expect(late.store.find(hash, frames)).resolves.not.toBeNull()
  })

  it('shares a chunk that only this machine still has, so that whoever joins the film finds it', async () => {
    const { first, second, file, seal } = await twoMachines()
    await first.render()
    await Promise.all([rm(file), rm(seal)])
    await expect(first.store.has(hash, frames)).resolves.toBe(true)
    await expect(second.store.find(hash, frames)).resolves.not.toBeNull()
  })

  it('says that a shared chunk is in use when it is used, at most once a day', async () => {
    const { first, second, file, seal } = await twoMachines()
    await first.render()
    await daysAgo(3, file, seal)
    await second.store.has(hash, frames)
    for (const path of [file, seal]) expect((await stat(path)).mtimeMs).toBeGreaterThan(Date.now() - 60_000)
    await daysAgo(0.5, file, seal)
    const before = (await stat(file)).mtimeMs
    await second.store.find(hash, frames)
    expect((await stat(file)).mtimeMs).toBe(before)
  })

  it('says that the store is at fault where it cannot be read, and takes no chunk for missing', async () => {
    await fakeGoogleStorage({ failures: [403] })
    const { store } = await machine(openObjectStore('gs://farm'))
    const error = await thrownBy(store.find(hash, frames))
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryable: false })
  })
})

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
