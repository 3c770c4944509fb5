import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { googleStore } from '../../../src/storage/objects/google-store.ts'
import { noSignal } from '../../support/capture.ts'
import { describeObjectStore } from '../../support/describe-object-store.ts'
import { fakeGoogleStorage } from '../../support/fake-google-storage.ts'
import { signingKey } from '../../support/signing-key.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

afterEach(() => vi.unstubAllEnvs())

describeObjectStore('Google Cloud Storage', async () => {
  await fakeGoogleStorage({ pageSize: 10 })
  return googleStore('gs://films/of/mine')
})

const options = { mediaType: 'video/mp4', signal: noSignal }
const film = Buffer.alloc(300_000, createHash('sha512').update('film').digest())

async function finished(bytes = film): Promise<string> {
  const path = join(await tempFolder(), 'film.mp4')
  await writeFile(path, bytes)
  return path
}

// The client waits for seconds before it tries again.
describe('googleStore', { timeout: 30_000 }, () => {
  it('keeps its files below its folder in the bucket, with their type', async () => {
    const { stored } = await fakeGoogleStorage()
    await googleStore('gs://films/of/mine/').put('renders/r_1/film.mp4', await finished(), options)
    expect(stored.get('films/of/mine/renders/r_1/film.mp4')).toMatchObject({ contentType: 'video/mp4' })
    expect(googleStore('gs://films').addressOf('a b.mp4')).toBe('gs://films/a b.mp4')
  })

  it('says the checksum that the bucket has: that of 123456789 is e3069283', async () => {
    await fakeGoogleStorage()
    const store = googleStore('gs://films')
    await store.put('a', await finished(Buffer.from('123456789')), options)
    const known = Buffer.from('e3069283', 'hex').toString('base64')
    await expect(store.stat('a', noSignal)).resolves.toMatchObject({ crc32c: known })
  })

  it('goes on with an upload whose connection was cut, from where the bucket has it', async () => {
    const large = Buffer.alloc(9_000_000, film.subarray(0, 63))
    const { stored, asked } = await fakeGoogleStorage({ cutUploads: [5_000_000] })
    await expect(googleStore('gs://films').put('film.mp4', await finished(large), options)).resolves.toBe('created')
    expect(stored.get('films/film.mp4')?.bytes.equals(large)).toBe(true)
    expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })

  it.each([503, 429, 'cut'] as const)('tries again where the bucket answers %s', async (failure) => {
    const { stored } = await fakeGoogleStorage({ failures: [failure] })
    const store = googleStore('gs://films')
    await expect(store.put('a', await finished(), options)).resolves.toBe('created')
    expect(stored.get('films/a')?.bytes.equals(film)).toBe(true)
  })

  it.each([503, 'cut'] as const)('asks again what it wants to know where the answer is %s', async (failure) => {
    await fakeGoogleStorage({ objects: { 'films/a': film }, failures: [failure] })
    await expect(googleStore('gs://films').stat('a', noSignal)).resolves.toMatchObject({ bytes: film.length })
  })

  it('finds a download that was damaged on its way, and loads it again', async () => {
    const { asked } = await fakeGoogleStorage({ objects: { 'films/a': film }, downloads: [withOneByteChanged, 200_000] })
    const path = join(await tempFolder(), 'a')
    await expect(googleStore('gs://films').fetch('a', path, noSignal)).resolves.toBe(true)
    expect((await readFile(path)).equals(film)).toBe(true)
    expect(asked).toHaveLength(3)
  })

  it('never gives a download for whole that comes damaged each time', async () => {
    await fakeGoogleStorage({ objects: { 'films/a': film }, downloads: Array.from({ length: 9 }, () => withOneByteChanged) })
    const folder = await tempFolder()
    const store = googleStore('gs://films')
    expect(await thrownBy(store.fetch('a', join(folder, 'a'), noSignal))).toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryable: true })
    expect(await readdir(folder)).toEqual([])
    const body = await store.read('a', noSignal)
    await expect(body && buffer(body)).rejects.toThrow('did not match')
  })

  it('says that it is of no use to try again where the bucket is closed to us', async () => {
    await fakeGoogleStorage({ failures: [403, 403, 403] })
    const store = googleStore('gs://films')
    expect(await thrownBy(store.stat('a', noSignal))).toMatchObject({
      ...{ code: 'STORAGE_UNAVAILABLE', message: 'gs://films/a could not be reached: fails with 403', retryable: false },
    })
    expect(await thrownBy(store.put('a', await finished(), options))).toMatchObject({ code: 'OUTPUT_UNWRITABLE', retryable: false })
    expect(await thrownBy(store.remove('a', noSignal))).toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryable: false })
  })

  it('needs no right to look at files in order to create one', async () => {
    const { asked } = await fakeGoogleStorage()
    await googleStore('gs://films').put('a', await finished(), { ...options, replace: true })
    expect(asked.filter((request) => request.startsWith('GET'))).toEqual([])
  })

  it('signs an address with the key of a service account, and says what is missing where there is none', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await serviceAccount())
    const url = new URL((await googleStore('gs://films').signedUrl('renders/r_1/film.mp4', 3600)) ?? '')
    expect(url.searchParams.get('X-Goog-Expires')).toBe('3600')
    expect(url.pathname).toBe('/films/renders/r_1/film.mp4')
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', join(await tempFolder(), 'none.json'))
    const error = await thrownBy(googleStore('gs://films').signedUrl('a', 60))
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryable: false, hint: expect.stringContaining('signBlob') as string })
  })
})

function withOneByteChanged(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  changed[10_000] = (changed[10_000] ?? 0) ^ 1
  return changed
}

async function serviceAccount(): Promise<string> {
  const path = join(await tempFolder(), 'account.json')
  const facts = { type: 'service_account', project_id: 'p', client_email: 'films@p.iam.gserviceaccount.com', private_key: signingKey() }
  await writeFile(path, JSON.stringify(facts))
  return path
}
