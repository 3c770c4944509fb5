import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createClient, FramefarmApiError, type FilmDocument, type ProgressReport, type RenderState } from '../../src/client/index.ts'
import { downloadToFile } from '../../src/client/node.ts'
import { dashboard } from '../../src/server/dashboard.ts'
import { startApi, testKeys, type TestApi } from '../support/api.ts'
import { openPlainPage } from '../support/preview.ts'
import { startBrowser } from '../support/user-browser.ts'
import { tempFolder } from '../support/temp-folder.ts'

const film: FilmDocument = { version: 1, output: { width: 320, height: 180 }, scenes: [{ image: 'https://photos.example/one.jpg', duration: 2 }] }

function clientOf(api: TestApi, apiKey?: string) {
  return createClient({ baseUrl: api.url, apiKey, retry: { firstDelayMs: 5 } })
}

/** A JPEG that is larger than a few parts. */
async function photo(): Promise<Buffer> {
  return sharp(join(import.meta.dirname, '../../samples/photos/brook.jpg'))
    .resize(640)
    .jpeg({ quality: 95 })
    .toBuffer()
}

describe('the client and the server', () => {
  it('agree on submitting, sending again, following, listing, cancelling and retrying', async () => {
    const api = await startApi()
    const { renders } = clientOf(api)
    const { id } = await renders.submit({ film, metadata: { title: 'One' } }, { idempotencyKey: 'order-1' })
    expect((await renders.submit({ film, metadata: { title: 'One' } }, { idempotencyKey: 'order-1' })).id).toBe(id)
    const mismatch: unknown = await renders.submit(film, { idempotencyKey: 'order-1' }).catch((error: unknown) => error)
    expect(mismatch).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' })
    const states: string[] = []
    const coming: RenderState[] = ['preparing', 'rendering', 'failed']
    const onProgress = ({ state }: ProgressReport) => {
      states.push(state)
      api.farm.move(id, coming.shift() ?? 'cancelled')
    }
    expect((await renders.wait(id, { onProgress })).state).toBe('failed')
    expect(states).toEqual(['queued', 'preparing', 'rendering'])
    expect((await renders.retry(id)).run).toBe(2)
    expect((await renders.cancel(id)).state).toBe('cancelled')
    const events: string[] = []
    for await (const event of renders.events(id, { after: 3 })) if (event.type === 'state') events.push(event.state)
    expect(events).toEqual(['failed', 'queued', 'cancelled'])
    const ids = [id]
    for (let count = 0; count < 4; count++) ids.unshift((await renders.submit(film)).id)
    const listed: string[] = []
    for await (const render of renders.list({ pageSize: 2, createdAfter: new Date(Date.now() - 60_000) })) listed.push(render.id)
    expect(listed).toEqual(ids)
    expect(await renders.log(id)).toContain('"msg":"state"')
  })

  it('agree on faults of a film, on keys, and on a full queue', async () => {
    const { keys, secrets } = testKeys({ id: 'one' })
    const api = await startApi({ keys })
    const wrong = { version: 1, scenes: [{ image: 'https://photos.example/one.jpg', duration: -1 }] } as const
    const refusal = async (apiKey: string | undefined) =>
      clientOf(api, apiKey)
        .renders.submit(wrong)
        .catch((error: unknown) => error)
    expect(await refusal(undefined)).toMatchObject({ status: 401, code: 'KEY_WRONG' })
    const fault = await refusal(secrets[0])
    expect(fault).toBeInstanceOf(FramefarmApiError)
    expect(fault).toMatchObject({ status: 422, code: 'FILM_INVALID', errors: [{ pointer: '/film/scenes/0/duration' }] })
    expect((await clientOf(api, secrets[0]).validate(wrong)).faults.map(({ pointer }) => pointer)).toEqual(['/scenes/0/duration'])
    api.farm.maxQueued = 0
    // The server asks for more patience than this client has.
    const impatient = createClient({ baseUrl: api.url, apiKey: secrets[0], retry: { longestDelayMs: 100 } })
    expect(await impatient.renders.submit(film).catch((error: unknown) => error)).toMatchObject({
      status: 429,
      code: 'QUEUE_FULL',
      retryAfterSeconds: 10,
    })
  })

  it('agree on uploads in one piece and in parts', async () => {
    const api = await startApi()
    const bytes = await photo()
    const file = new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' })
    const id = `asset:sha256-${createHash('sha256').update(bytes).digest('hex')}`
    const { assets } = clientOf(api)
    const sent: number[] = []
    const inParts = await assets.upload(file, { partBytes: 40_000, onProgress: ({ bytes: count }) => sent.push(count) })
    expect(inParts).toMatchObject({ id, bytes: bytes.length, mediaType: 'image/jpeg' })
    expect(sent.at(-1)).toBe(bytes.length)
    expect(sent.length).toBe(Math.ceil(bytes.length / 40_000))
    expect(await assets.upload(file)).toEqual(inParts)
  })

  it('agree on the files of a finished render', async () => {
    const api = await startApi()
    const client = clientOf(api)
    const folder = await tempFolder()
    await writeFile(join(folder, 'film.mp4'), 'the film')
    const { id } = await client.renders.submit(film)
    const file = { name: null, kind: 'film', file: 'film.mp4', url: `/v1/renders/${id}/film`, bytes: 8, mediaType: 'video/mp4' } as const
    for (const state of ['preparing', 'rendering', 'joining'] as const) api.farm.move(id, state)
    expect(await client.renders.download(id).catch((error: unknown) => error)).toMatchObject({ status: 409, code: 'STATE_WRONG' })
    api.farm.move(id, 'succeeded', [{ path: join(folder, 'film.mp4'), object: `renders/${id}/film.mp4`, file }])
    expect(await downloadToFile(client, id, join(folder, 'mine.mp4'), { name: 'film.mp4' })).toBe(8)
    expect(await readFile(join(folder, 'mine.mp4'), 'utf8')).toBe('the film')
    expect(await (await client.renders.download(id, { range: 'bytes=4-' })).text()).toBe('film')
  })

  it('serve the dashboard beside them, with the load of the farm', async () => {
    const api = await startApi({ pages: () => dashboard() })
    const { id } = await clientOf(api).renders.submit({ film, metadata: { title: 'Seen in the browser' } })
    await using browser = startBrowser()
    const page = await openPlainPage(browser, `${api.url}/#${id}`)
    await page.locator('#detail-state', { hasText: 'Queued' }).waitFor()
    expect(await page.locator('#load').innerText()).toMatch(/Queued\s*1/)
    api.farm.move(id, 'preparing')
    await page.locator('#detail-state', { hasText: 'Preparing' }).waitFor()
    await page.locator('#cancel').click()
    await page.locator('#detail-state', { hasText: /Cancell/ }).waitFor()
    expect(page.errors).toEqual([])
  })
})
