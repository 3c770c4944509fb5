import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RenderProgress } from '../../src/api/render.ts'
import type { RenderEvent } from '../../src/api/render-event.ts'
import { createClient, FramefarmApiError, type FilmDocument, type FramefarmClient, type ProgressReport } from '../../src/client/index.ts'
import { downloadToFile } from '../../src/client/node.ts'
import { refuse, scriptedFarm, type ScriptedFarm } from '../support/scripted-farm.ts'
import { tempFolder } from '../support/temp-folder.ts'

const film: FilmDocument = { version: 1, scenes: [{ image: 'https://example.com/a.jpg', duration: 2 }] }
const retry = { firstDelayMs: 4, longestDelayMs: 2000 }

async function farmAndClient(): Promise<{ farm: ScriptedFarm; client: FramefarmClient }> {
  const farm = await scriptedFarm()
  return { farm, client: createClient({ baseUrl: farm.url, retry }) }
}

async function apiErrorOf(work: Promise<unknown>): Promise<FramefarmApiError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (error instanceof FramefarmApiError) return error
  throw new Error(`the work ended in ${String(error)}`)
}

function progressAt(overall: number): RenderProgress {
  return { overall, framesDone: overall * 100, framesTotal: 100, framesPerSecond: 50, secondsLeft: null }
}

async function untilListeners(farm: ScriptedFarm, count: number): Promise<void> {
  await expect.poll(() => farm.listeners, { interval: 5, timeout: 20_000 }).toBe(count)
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('a request', () => {
  it('submits a film alone, or a film with what is to be done with it, under a key of its own', async () => {
    const { farm, client } = await farmAndClient()
    const first = await client.renders.submit(film)
    const second = await client.renders.submit({ film, metadata: { order: 7 }, priority: 2 }, { idempotencyKey: 'order-7' })
    expect(first.state).toBe('queued')
    expect(second.metadata).toEqual({ order: 7 })
    expect(farm.requests.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([{ film }, { film, metadata: { order: 7 }, priority: 2 }])
    expect(farm.requests[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
    expect(farm.requests[1]?.headers['idempotency-key']).toBe('order-7')
  })

  it('is sent again with the same key after a lost answer, so that there is one render', async () => {
    const { farm, client } = await farmAndClient()
    farm.answerNext(/renders$/, (request, response, next) => {
      farm.submit(request, { status: () => ({ location: () => ({ json: () => response.destroy() }) }) } as never, next)
    })
    const render = await client.renders.submit(film)
    expect(farm.requests.length).toBe(2)
    expect([...farm.renders.keys()]).toEqual([render.id])
  })

  it('waits as long as a busy server asks, and goes on', async () => {
    const { farm, client } = await farmAndClient()
    for (const status of [429, 503]) {
      farm.answerNext(/renders$/, (_request, response) => {
        response.set('Retry-After', '1')
        refuse(response, status, 'QUEUE_FULL', 'so much work waits')
      })
    }
    const startedMs = performance.now()
    await client.renders.submit(film)
    expect(performance.now() - startedMs).toBeGreaterThan(1990)
    expect(farm.renders.size).toBe(1)
  })

  it('is not sent again where it is wrong, and the error has all that the server says', async () => {
    const { farm, client } = await farmAndClient()
    const errors = [{ pointer: '/film/scenes/0/duration', detail: 'is missing' }]
    farm.answerNext(/renders$/, (_request, response) => {
      response
        .status(422)
        .type('application/problem+json')
        .json({ status: 422, code: 'FILM_INVALID', detail: 'the film has 1 fault', hint: 'Correct it.', errors })
    })
    const error = await apiErrorOf(client.renders.submit(film))
    expect(error).toMatchObject({
      status: 422,
      code: 'FILM_INVALID',
      detail: 'the film has 1 fault',
      hint: 'Correct it.',
      errors,
      retryAfterSeconds: null,
    })
    expect(error.message).toBe('422 FILM_INVALID: the film has 1 fault')
    expect(farm.requests.length).toBe(1)
  })

  it('tells of a server that is not there, and of an answer that is not the farm’s', async () => {
    const gone = await apiErrorOf(createClient({ baseUrl: 'http://127.0.0.1:9', retry: { attempts: 2, firstDelayMs: 1 } }).renders.get('rnd_1'))
    expect(gone).toMatchObject({ status: null, code: 'UNREACHABLE' })
    expect(gone.detail).toMatch(/^http:\/\/127\.0\.0\.1:9 does not answer: /)
    const { farm, client } = await farmAndClient()
    farm.answerNext(/rnd_1/, (_request, response) => void response.status(418).send('<h1>teapot</h1>'))
    expect(await apiErrorOf(client.renders.get('rnd_1'))).toMatchObject({ status: 418, code: 'HTTP_418' })
  })

  it('carries the API key, to its own server alone', async () => {
    const { farm } = await farmAndClient()
    farm.apiKey = 'ffk_1'
    expect(await apiErrorOf(createClient({ baseUrl: farm.url }).renders.get('rnd_1'))).toMatchObject({ status: 401, code: 'KEY_WRONG' })
    const client = createClient({ baseUrl: `${farm.url}/`, apiKey: 'ffk_1' })
    expect((await apiErrorOf(client.renders.get('rnd_1'))).status).toBe(404)
    farm.answerNext(/uploads/, (_request, response) => void response.status(201).location('https://elsewhere.example/upload').end())
    await expect(client.assets.upload(new Blob(['abc']), { partBytes: 1 })).rejects.toThrow('https://elsewhere.example is not the server')
  })

  it('ends at once when its signal is aborted, while it waits as well', async () => {
    const { farm, client } = await farmAndClient()
    farm.answerNext(/renders$/, (_request, response) => {
      response.set('Retry-After', '2')
      refuse(response, 429, 'QUEUE_FULL', 'so much work waits')
    })
    const controller = new AbortController()
    const work = client.renders.submit(film, { signal: controller.signal })
    await expect.poll(() => farm.requests.length, { timeout: 20_000 }).toBe(1)
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(work).rejects.toBe(reason)
    expect(farm.requests.length).toBe(1)
  })

  it('lists page after page, as far as one reads', async () => {
    const { farm, client } = await farmAndClient()
    for (let number = 0; number < 7; number++) farm.add({ metadata: { number }, state: number === 3 ? 'failed' : 'queued' })
    const numbers: unknown[] = []
    for await (const { metadata } of client.renders.list({ pageSize: 2, states: ['queued', 'rendering'] })) {
      numbers.push(metadata['number'])
      if (numbers.length === 4) break
    }
    expect(numbers).toEqual([6, 5, 4, 2])
    expect(farm.requests.map(({ path }) => path)).toEqual([
      '/v1/renders?state=queued%2Crendering&page_size=2',
      '/v1/renders?state=queued%2Crendering&page_size=2&page_token=2',
    ])
  })
})

describe('the events of a render', () => {
  it('come as they happen, and go on after lost connections without one missing or twice', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add()
    farm.tell(id, { type: 'state', state: 'preparing' })
    const seen: RenderEvent[] = []
    const work = (async () => {
      for await (const event of client.renders.events(id)) seen.push(event)
    })()
    for (const how of ['hard', 'end', 'hard'] as const) {
      await untilListeners(farm, 1)
      farm.tell(id, { type: 'progress', progress: progressAt(0.25) })
      await expect.poll(() => seen.length, { interval: 5, timeout: 20_000 }).toBe(farm.eventCount(id))
      farm.dropListeners(how)
      farm.tell(id, { type: 'warning', message: `said while nobody heard: ${how}` })
    }
    await untilListeners(farm, 1)
    farm.tell(id, { type: 'state', state: 'succeeded' })
    await work
    expect(seen.map((event) => event.id)).toEqual(Array.from({ length: 8 }, (_, index) => index + 1))
    expect(farm.requests.filter(({ path }) => path.endsWith('/events')).map(({ headers }) => headers['last-event-id'])).toEqual(['0', '2', '4', '6'])
  })

  it('of a render that is over end by themselves, from the beginning and after the last', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add()
    for (const state of ['failed', 'queued', 'preparing', 'cancelled'] as const) farm.tell(id, { type: 'state', state })
    const all = await collected(client.renders.events(id))
    // An end in the middle is that of the run before it was retried.
    expect(all.map((event) => event.type === 'state' && event.state)).toEqual(['failed', 'queued', 'preparing', 'cancelled'])
    expect(await collected(client.renders.events(id, { after: 4 }))).toEqual([])
  })

  it('are asked for anew where the connection has fallen silent', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add()
    const first = client.renders.events(id, { silenceMs: 50 })[Symbol.asyncIterator]().next()
    const eventRequests = () => farm.requests.filter(({ path }) => path.endsWith('/events')).length
    await expect.poll(eventRequests, { interval: 5, timeout: 20_000 }).toBeGreaterThan(1)
    farm.tell(id, { type: 'warning', message: 'at last' })
    expect((await first).value).toMatchObject({ message: 'at last' })
    farm.dropListeners('end')
  })

  it('close their connection when one stops reading', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add()
    farm.tell(id, { type: 'state', state: 'preparing' })
    for await (const event of client.renders.events(id)) if (event.id === 1) break
    await expect.poll(() => farm.listeners, { interval: 5, timeout: 20_000 }).toBe(0)
  })
})

describe('waiting for a render', () => {
  it('tells of progress on the way and gives the render as it ended', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add()
    const reports: ProgressReport[] = []
    const work = client.renders.wait(id, { onProgress: (report) => reports.push(report) })
    await untilListeners(farm, 1)
    farm.tell(id, { type: 'state', state: 'rendering' })
    farm.tell(id, { type: 'progress', progress: progressAt(0.5) })
    farm.tell(id, { type: 'state', state: 'failed' })
    expect((await work).state).toBe('failed')
    expect(reports.map(({ state, progress }) => [state, progress.overall])).toEqual([
      ['rendering', 0],
      ['rendering', 0.5],
    ])
  })

  it('asks again and again where no events can be had', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add({ state: 'rendering', progress: progressAt(0.5) })
    farm.answerNext(/events$/, (_request, response) => void response.type('text/html').send('not through this proxy'))
    const onProgress = () => farm.change(id, { state: 'succeeded' })
    expect((await client.renders.wait(id, { onProgress, pollMs: 5 })).state).toBe('succeeded')
    expect(farm.requests.map(({ path }) => path.replace(id, ''))).toEqual(['/v1/renders/', '/v1/renders//events', '/v1/renders/', '/v1/renders/'])
  })

  it('ends when its signal is aborted', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add()
    const controller = new AbortController()
    const work = client.renders.wait(id, { signal: controller.signal })
    await untilListeners(farm, 1)
    controller.abort(new Error('enough'))
    await expect(work).rejects.toThrow('enough')
    await untilListeners(farm, 0)
  })
})

describe('files', () => {
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))

  it('of a render are saved whole, also over a connection that breaks, and nothing is left beside them', async () => {
    const { farm, client } = await farmAndClient()
    const { id } = farm.add({ state: 'succeeded' })
    farm.files.set('film.mp4', bytes)
    farm.answerNext(/film$/, (_request, response) => {
      response.set({ 'Content-Length': String(bytes.length) }).flushHeaders()
      response.write(bytes.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20))
    })
    const folder = await tempFolder()
    expect(await downloadToFile(client, id, join(folder, 'mine.mp4'))).toBe(bytes.length)
    expect(await readFile(join(folder, 'mine.mp4'))).toEqual(bytes)
    expect(await readdir(folder)).toEqual(['mine.mp4'])
    expect(farm.requests.at(-1)?.headers.range).toMatch(/^bytes=[1-9]\d*-$/)
    await apiErrorOf(downloadToFile(client, id, join(folder, 'other.jpg'), { name: 'no such.jpg' }))
    expect(await readdir(folder)).toEqual(['mine.mp4'])
  })

  it('that are small are uploaded in one piece', async () => {
    const { farm, client } = await farmAndClient()
    farm.answerNext(/assets$/, (_request, response) => void response.status(201).json({ id: 'asset:sha256-1', bytes: 3 }))
    expect(await client.assets.upload(new Blob(['abc'], { type: 'image/png' }))).toMatchObject({ id: 'asset:sha256-1' })
    expect(farm.requests.map(({ headers, body }) => [headers['content-type'], body.toString()])).toEqual([['image/png', 'abc']])
  })

  it('that are large are uploaded in parts, and go on where they stopped', async () => {
    const { farm, client } = await farmAndClient()
    const parts: string[] = []
    const take = (offset: string | null, more: Readonly<Record<string, string>> = {}) =>
      farm.answerNext(/uploads\/1$/, ({ method, headers, body }, response) => {
        parts.push(`${method} ${String(headers['upload-offset'])} ${Buffer.isBuffer(body) ? body.toString() : ''}`.trimEnd())
        if (offset === null) response.destroy()
        else
          response
            .status(204)
            .set({ 'Upload-Offset': offset, ...more })
            .end()
      })
    farm.answerNext(/uploads$/, (_request, response) => void response.status(201).location('/v1/uploads/1').end())
    take('4')
    take(null)
    take('6')
    take('10', { 'Asset-Id': 'asset:sha256-2' })
    farm.answerNext(/assets\/asset:sha256-2$/, (_request, response) => void response.json({ id: 'asset:sha256-2', bytes: 10 }))
    const sent: number[] = []
    const asset = await client.assets.upload(new Blob(['0123456789'], { type: 'text/vtt' }), {
      partBytes: 4,
      onProgress: ({ bytes: count }) => sent.push(count),
    })
    expect(asset).toEqual({ id: 'asset:sha256-2', bytes: 10 })
    expect(parts).toEqual(['PATCH 0 0123', 'PATCH 4 4567', 'HEAD undefined', 'PATCH 6 6789'])
    expect(sent).toEqual([4, 6, 10])
    expect(farm.requests[0]?.headers).toMatchObject({ 'upload-length': '10', 'upload-metadata': 'filetype dGV4dC92dHQ=', 'tus-resumable': '1.0.0' })
  })
})
