import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { keepTidy } from '../../src/server/serve/keep-tidy.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { openObjectStore } from '../../src/storage/objects/open-object-store.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function withRender(folder: string, id: string, days: number): Promise<void> {
  await mkdir(join(folder, 'renders', id), { recursive: true })
  const path = join(folder, 'renders', id, 'film.mp4')
  await writeFile(path, 'a film')
  const then = new Date(Date.now() - days * 86_400_000)
  await utimes(path, then, then)
}

it('removes old files when the server starts, and at once what a render has left that has come to nothing', async () => {
  const [folder, common] = [await tempFolder(), await tempFolder()]
  const errors: unknown[] = []
  for (const [id, days] of [
    ['rnd_1', 31],
    ['rnd_2', 0],
    ['rnd_3', 0],
  ] as const)
    await withRender(common, id, days)
  await using tidying = keepTidy(dataFolderAt(folder, openObjectStore(common)), (error) => errors.push(error))
  await vi.waitFor(async () => expect(await readdir(join(common, 'renders'))).toEqual(['rnd_2', 'rnd_3']))
  tidying.dropFiles('rnd_2')
  await vi.waitFor(async () => expect(await readdir(join(common, 'renders'))).toEqual(['rnd_3']))
  expect(errors).toEqual([])
})

it('tells what it could not remove, and goes on', async () => {
  const [folder, common] = [await tempFolder(), await tempFolder()]
  await withRender(common, 'rnd_1', 0)
  const store = openObjectStore(common)
  const broken = { ...store, remove: () => Promise.reject(new Error('no right to remove')) }
  const errors: unknown[] = []
  await using tidying = keepTidy(dataFolderAt(folder, broken), (error) => errors.push(error))
  tidying.dropFiles('rnd_1')
  await vi.waitFor(() => expect(errors).toMatchObject([{ message: 'no right to remove' }]))
  expect(await readdir(join(common, 'renders'))).toEqual(['rnd_1'])
})
