import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { pruneFolders } from '../../src/storage/prune-folder.ts'
import { tempFolder } from '../support/temp-folder.ts'

const hash = 'a'.repeat(64)
const frames = 240
const content = Buffer.alloc(100_000, 'one chunk of film')

async function storeWithChunk() {
  const data = dataFolderAt(await tempFolder())
  const finished = join(data.root, 'finished.mp4')
  await writeFile(finished, content)
  const store = new ChunkStore(data)
  const path = await store.add(hash, finished, frames)
  return { data, store, path, finished, sealPath: join(data.chunks, `${hash}.json`) }
}

describe('ChunkStore', () => {
  it('finds a finished chunk again, also in another process', async () => {
    const { data, store, path } = await storeWithChunk()
    await expect(store.find(hash, frames)).resolves.toBe(path)
    await expect(new ChunkStore(data).find(hash, frames)).resolves.toBe(path)
    await expect(readFile(path)).resolves.toEqual(content)
  })

  it('finds nothing under another hash, or where nothing has been stored yet', async () => {
    const { data, store } = await storeWithChunk()
    await expect(store.find('b'.repeat(64), frames)).resolves.toBeNull()
    await expect(new ChunkStore(dataFolderAt(join(data.root, 'new'))).find(hash, frames)).resolves.toBeNull()
  })

  it('takes the finished file with it and leaves nothing else', async () => {
    const { data } = await storeWithChunk()
    expect(await readdir(data.root)).toEqual(['chunks'])
    expect((await readdir(data.chunks)).toSorted()).toEqual([`${hash}.json`, `${hash}.mp4`])
  })

  it.each<[string, (path: string, sealPath: string) => Promise<void>]>([
    ['has one byte changed', (path) => writeFile(path, Buffer.from(content).fill('X', 50_000, 50_001))],
    ['is truncated', (path) => truncate(path, content.length - 1)],
    ['is empty', (path) => truncate(path, 0)],
    ['is longer', (path) => writeFile(path, Buffer.concat([content, Buffer.from([0])]))],
    ['is gone', (path) => rm(path)],
    ['has half a seal', (_path, sealPath) => truncate(sealPath, 20)],
    ['has an empty seal, as after a power cut', (_path, sealPath) => truncate(sealPath, 0)],
    ['has a seal without its fields', (_path, sealPath) => writeFile(sealPath, '{}')],
    ['has a seal that is JSON but no seal', (_path, sealPath) => writeFile(sealPath, 'null')],
  ])('does not use a chunk that %s, and removes it', async (_what, damage) => {
    const { data, store, path, sealPath } = await storeWithChunk()
    await damage(path, sealPath)
    await expect(store.find(hash, frames)).resolves.toBeNull()
    expect(await readdir(data.chunks)).toEqual([])
  })

  it('does not use a chunk of another number of frames, and removes it', async () => {
    const { data, store } = await storeWithChunk()
    await expect(store.find(hash, frames + 1)).resolves.toBeNull()
    expect(await readdir(data.chunks)).toEqual([])
  })

  it('does not use a chunk without its seal, which was never finished', async () => {
    const { store, sealPath } = await storeWithChunk()
    await rm(sealPath)
    await expect(store.find(hash, frames)).resolves.toBeNull()
  })

  it('replaces a chunk that was damaged or never finished', async () => {
    const { store, finished, path, sealPath } = await storeWithChunk()
    await writeFile(path, 'half')
    await rm(sealPath)
    await writeFile(finished, content)
    await store.add(hash, finished, frames)
    await expect(store.find(hash, frames)).resolves.toBe(path)
  })

  it('keeps a chunk that is used and lets go of one that is not, when the folder is pruned', async () => {
    const { data, store, finished, path, sealPath } = await storeWithChunk()
    await writeFile(finished, content)
    const unused = await store.add('b'.repeat(64), finished, frames)
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
    for (const file of [path, sealPath]) await utimes(file, daysAgo(9), daysAgo(9))
    for (const file of [unused, join(data.chunks, `${'b'.repeat(64)}.json`)]) await utimes(file, daysAgo(3), daysAgo(3))
    await store.find(hash, frames)
    await pruneFolders([data.chunks], content.length * 1.5)
    await expect(store.find(hash, frames)).resolves.toBe(path)
    await expect(stat(unused)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('says which chunk could not be stored when its folder cannot be made', async () => {
    const { data, finished } = await storeWithChunk()
    const blocked = dataFolderAt(join(data.root, 'blocked'))
    await mkdir(blocked.root)
    await writeFile(blocked.chunks, 'a file where the folder should be')
    await writeFile(finished, content)
    await expect(new ChunkStore(blocked).add(hash, finished, frames)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining(hash) as string,
    })
  })
})
