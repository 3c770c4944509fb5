import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { storeFiles } from '../../src/storage/store-files.ts'
import { fakeGoogleStorage } from '../support/fake-google-storage.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const { signal } = new AbortController()
const film = Buffer.alloc(300_000, 'film')

afterEach(() => vi.unstubAllEnvs())

async function finishedFile() {
  const path = join(await tempFolder(), 'film.mp4')
  await writeFile(path, film)
  return { path, file: 'parts/film.mp4', mediaType: 'video/mp4' }
}

describe('storeFiles', () => {
  it.each([
    ['gs://bucket/films/', 'films/'],
    ['gs://bucket/films', 'films/'],
    ['gs://bucket', ''],
  ])('uploads to %s with the real client', async (destination, prefix) => {
    const { stored } = await fakeGoogleStorage()
    const addresses = await storeFiles([await finishedFile()], destination, { folders: [], signal })
    expect(addresses).toEqual([`gs://bucket/${prefix}parts/film.mp4`])
    expect(stored.get(`bucket/${prefix}parts/film.mp4`)).toMatchObject({ bytes: film, contentType: 'video/mp4' })
  })

  it('tries again where the bucket is busy', async () => {
    const { stored } = await fakeGoogleStorage({ failures: [503] })
    await storeFiles([await finishedFile()], 'gs://bucket/films/', { folders: [], signal })
    expect(stored.get('bucket/films/parts/film.mp4')?.bytes).toEqual(film)
  })

  it('says that it is of no use to try again where the bucket is closed to us', async () => {
    await fakeGoogleStorage({ failures: [403] })
    const error = await thrownBy(storeFiles([await finishedFile()], 'gs://bucket/films/', { folders: [], signal }))
    expect(error).toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: 'gs://bucket/films/parts/film.mp4 could not be written: fails with 403',
      retryable: false,
    })
  })

  it('does not take a file that was changed on its way for a good one', async () => {
    await fakeGoogleStorage({ change: (bytes) => bytes.subarray(1) })
    const error = await thrownBy(storeFiles([await finishedFile()], 'gs://bucket/films/', { folders: [], signal }))
    expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE', retryable: true })
  })

  it('copies into a folder that is allowed, and into no other', async () => {
    const folder = await tempFolder()
    const file = await finishedFile()
    const order = { folders: [join(folder, 'films')], signal }
    expect(await storeFiles([file], join(folder, 'films/a'), order)).toEqual([join(folder, 'films/a/parts/film.mp4')])
    expect(await readFile(join(folder, 'films/a/parts/film.mp4'))).toEqual(film)
    for (const other of [folder, join(folder, 'films-too'), join(folder, 'films/../other'), 'films', 'https://example.com/films']) {
      const error = await thrownBy(storeFiles([file], other, order))
      expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE', message: `the destination ${other} is not allowed`, retryable: false })
    }
    expect(await readdir(folder)).toEqual(['films'])
  })
})
