import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fetchSource } from '../../../src/storage/fetch/fetch-source.ts'
import { serve } from '../../support/loopback.ts'
import { trusting } from '../../support/fetch-order.ts'
import { sourceOf } from '../../support/source-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

const photo = Buffer.alloc(300_000, 'photo')

describe('fetchSource of a local file', () => {
  it('gives the file itself, not a copy', async () => {
    const folder = await tempFolder()
    const path = join(folder, 'a photo #1 100%?.jpg')
    await writeFile(path, photo)
    await expect(fetchSource(sourceOf('a photo #1 100%?.jpg', folder), trusting(folder))).resolves.toBe(path)
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('reads a file: address', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'ä b.jpg'), photo)
    await expect(fetchSource(sourceOf(`file://${folder}/ä%20b.jpg`), trusting(folder))).resolves.toBe(join(folder, 'ä b.jpg'))
  })

  it('says what the film calls it when it is not there, and keeps the full path for the operator', async () => {
    const folder = await tempFolder()
    const error = await thrownBy(fetchSource(sourceOf('photos/none.jpg', folder), trusting(folder)))
    expect(error).toMatchObject({
      code: 'ASSET_UNAVAILABLE',
      message: 'photos/none.jpg could not be read: there is no such file',
      detail: join(folder, 'photos/none.jpg'),
    })
  })

  it('refuses a folder', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'photos'))
    const error = await thrownBy(fetchSource(sourceOf('photos', folder), trusting(folder)))
    expect(error).toMatchObject({ code: 'ASSET_UNAVAILABLE', message: 'photos is not a file' })
  })

  it.each(['file:///photos/a%2Fb.jpg', 'file:///photos/100%.jpg', 'file:///photos/a%00b.jpg'])(
    'says that %s cannot be read, which is no path',
    async (text) => {
      const error = await thrownBy(fetchSource(sourceOf(text), trusting(await tempFolder())))
      expect(error.code).toBe('ASSET_UNAVAILABLE')
      expect(error.message).toContain(text)
    },
  )
})

describe('fetchSource of http', () => {
  it('downloads into the folder', async () => {
    const folder = await tempFolder()
    const host = await serve((request, response) => response.end(request.url === '/a%20b.jpg?size=2' ? photo : 'wrong address'))
    const path = await fetchSource(sourceOf(`${host}/a b.jpg?size=2`), trusting(folder))
    expect(path.startsWith(folder)).toBe(true)
    await expect(readFile(path)).resolves.toEqual(photo)
  })

  it('follows a redirect', async () => {
    const host = await serve((request, response) => {
      if (request.url === '/new') response.end(photo)
      else response.writeHead(302, { location: '/new' }).end()
    })
    await expect(readFile(await fetchSource(sourceOf(`${host}/old`), trusting(await tempFolder())))).resolves.toEqual(photo)
  })

  it.each([404, 403, 500])('says which answer the server gave: %i', async (status) => {
    const host = await serve((_request, response) => response.writeHead(status).end('a page that is no photo'))
    const folder = await tempFolder()
    const error = await thrownBy(fetchSource(sourceOf(`${host}/photo.jpg`), trusting(folder)))
    expect(error).toMatchObject({ code: 'ASSET_UNAVAILABLE', message: `${host}/photo.jpg could not be downloaded: the server answered ${status}` })
    expect(await readdir(folder)).toEqual([])
  })

  it('says that a connection was refused', async () => {
    // Nobody listens on port 2, and it is none of the ports that fetch itself refuses.
    const error = await thrownBy(fetchSource(sourceOf('http://127.0.0.1:2/photo.jpg'), trusting(await tempFolder())))
    expect(error.code).toBe('ASSET_UNAVAILABLE')
    expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:2\/photo\.jpg could not be downloaded: .*ECONNREFUSED/)
  })

  it('gives an empty file for an empty body, for the probe to refuse by name', async () => {
    const host = await serve((_request, response) => response.end())
    await expect(readFile(await fetchSource(sourceOf(`${host}/empty.jpg`), trusting(await tempFolder())))).resolves.toHaveLength(0)
  })

  it.each<[string, Record<string, string>]>([
    ['promised its length', { 'content-length': '300000' }],
    ['came in pieces', { 'transfer-encoding': 'chunked' }],
  ])('never takes a body that breaks off for a whole one (%s)', async (_what, headers) => {
    const host = await serve((_request, response) => {
      response.writeHead(200, headers)
      response.write(photo.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20))
    })
    const error = await thrownBy(fetchSource(sourceOf(`${host}/photo.jpg`), trusting(await tempFolder())))
    expect(error.code).toBe('ASSET_UNAVAILABLE')
    expect(error.message).toMatch(/photo\.jpg could not be downloaded: ./)
  })

  it('stops as cancelled in the middle of a download', async () => {
    const controller = new AbortController()
    const host = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '300000' })
      response.write(photo.subarray(0, 100_000), () => setTimeout(() => controller.abort(), 20))
    })
    const error = await thrownBy(fetchSource(sourceOf(`${host}/photo.jpg`), trusting(await tempFolder(), controller.signal)))
    expect(error.code).toBe('CANCELLED')
  })

  it('does not begin when it has been cancelled before', async () => {
    const asked: string[] = []
    const host = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.end(photo)
    })
    const error = await thrownBy(fetchSource(sourceOf(`${host}/photo.jpg`), trusting(await tempFolder(), AbortSignal.abort())))
    expect(error.code).toBe('CANCELLED')
    expect(asked).toEqual([])
  })
})
