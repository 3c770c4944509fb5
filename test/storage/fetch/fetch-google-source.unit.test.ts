import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchSource } from '../../../src/storage/fetch/fetch-source.ts'
import { fakeGoogleStorage } from '../../support/fake-google-storage.ts'
import { trusting } from '../../support/fetch-order.ts'
import { sourceOf } from '../../support/source-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

const photo = Buffer.alloc(300_000, 'photo')

afterEach(() => vi.unstubAllEnvs())

describe('fetchSource of gs', () => {
  it('downloads an object with the real client', async () => {
    const { asked } = await fakeGoogleStorage({ objects: { 'my_bucket/photos/2024/a b.jpg': photo } })
    const path = await fetchSource(sourceOf('gs://my_bucket/photos/2024/a b.jpg'), trusting(await tempFolder()))
    await expect(readFile(path)).resolves.toEqual(photo)
    expect(asked).toEqual(['GET /b/my_bucket/o/photos%2F2024%2Fa%20b.jpg'])
  })

  it.each(['a#1.jpg', 'what?.jpg', '100%.jpg', 'ä.jpg'])('finds an object named %s, as gsutil does', async (name) => {
    await fakeGoogleStorage({ objects: { [`bucket/${name}`]: photo } })
    const path = await fetchSource(sourceOf(`gs://bucket/${name}`), trusting(await tempFolder()))
    await expect(readFile(path)).resolves.toEqual(photo)
  })

  it('says what the film calls an object that is not there, and why it failed', async () => {
    await fakeGoogleStorage()
    const error = await thrownBy(fetchSource(sourceOf('gs://bucket/none.jpg'), trusting(await tempFolder())))
    expect(error).toMatchObject({
      code: 'ASSET_UNAVAILABLE',
      message: 'gs://bucket/none.jpg could not be downloaded: No such object: bucket/none.jpg',
    })
  })

  it('never takes an object that breaks off for a whole one', async () => {
    await fakeGoogleStorage({ objects: { 'bucket/photo.jpg': photo }, downloads: [100_000] })
    const error = await thrownBy(fetchSource(sourceOf('gs://bucket/photo.jpg'), trusting(await tempFolder())))
    expect(error.code).toBe('ASSET_UNAVAILABLE')
  })

  it('ends as cancelled, not as unavailable, when it was stopped before', async () => {
    await fakeGoogleStorage({ objects: { 'bucket/photo.jpg': photo } })
    const error = await thrownBy(fetchSource(sourceOf('gs://bucket/photo.jpg'), trusting(await tempFolder(), AbortSignal.abort())))
    expect(error.code).toBe('CANCELLED')
  })
})
