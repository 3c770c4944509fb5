import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { problemOf, startApi, submitted, testKeys, type TestApi } from '../../support/api.ts'
import { until } from '../../support/preview.ts'

type Told = { readonly id: string; readonly event: string; readonly data: unknown }

/** The stream's blocks as they come: events, and what is none. */
async function* blocksOf(response: Response): AsyncGenerator<string> {
  let rest = ''
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + part).split('\n\n')
    rest = blocks.pop() ?? ''
    yield* blocks
  }
}

function eventOf(block: string): Told | null {
  const [, id = '', event = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? []
  return id === '' ? null : { id, event, data: JSON.parse(data) }
}

async function eventsOf(response: Response): Promise<readonly Told[]> {
  const events: Told[] = []
  for await (const block of blocksOf(response)) events.push(...[eventOf(block)].filter((event) => event !== null))
  return events
}

async function openStreams(api: TestApi, key?: string): Promise<number> {
  const text = await (await api.call('/metrics', key === undefined ? {} : { key })).text()
  return Number(/^framefarm_event_streams (\d+)$/m.exec(text)?.[1])
}

describe('GET /v1/renders/{id}/events', () => {
  it('tells what was and what comes, and ends with the render', async () => {
    const api = await startApi()
    const { id } = await submitted(api)
    const response = await api.call(`/v1/renders/${id}/events`)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const told = eventsOf(response)
    api.farm.move(id, 'rendering')
    api.farm.warn(id, 'a caption\nis long')
    api.farm.move(id, 'failed')
    expect(await told).toEqual([
      { id: '1', event: 'state', data: expect.objectContaining({ id: 1, state: 'queued' }) },
      { id: '2', event: 'state', data: expect.objectContaining({ state: 'rendering' }) },
      { id: '3', event: 'warning', data: expect.objectContaining({ message: 'a caption\nis long' }) },
      { id: '4', event: 'state', data: expect.objectContaining({ state: 'failed' }) },
    ])
    await until(() => api.logged.some((line) => line.includes('/events')))
    expect(await openStreams(api)).toBe(0)
  })

  it('goes on after Last-Event-ID, and stops a browser that has had the last one', async () => {
    const api = await startApi()
    const { id } = await submitted(api)
    api.farm.move(id, 'rendering')
    api.farm.move(id, 'failed')
    const rest = await api.call(`/v1/renders/${id}/events`, { headers: { 'last-event-id': '2' } })
    expect((await eventsOf(rest)).map((event) => event.id)).toEqual(['3'])
    expect((await eventsOf(await api.call(`/v1/renders/${id}/events?after=1`))).map((event) => event.id)).toEqual(['2', '3'])
    expect((await api.call(`/v1/renders/${id}/events`, { headers: { 'last-event-id': '3' } })).status).toBe(204)
    const wrong = await api.call(`/v1/renders/${id}/events`, { headers: { 'last-event-id': '-1' } })
    expect(await problemOf(wrong)).toMatchObject({ status: 400, code: 'REQUEST_MALFORMED' })
  })

  it('says when to connect again, and keeps a quiet connection open with comments', async () => {
    const api = await startApi({ streamTiming: { keepAliveMs: 20, stuckMs: 10_000 } })
    const { id } = await submitted(api)
    const blocks: string[] = []
    for await (const block of blocksOf(await api.call(`/v1/renders/${id}/events`))) {
      blocks.push(block)
      if (blocks.filter((each) => each === ': ').length === 3) api.farm.move(id, 'cancelled')
    }
    expect(blocks[0]).toBe('retry: 2000')
    expect(blocks.flatMap((block) => eventOf(block)?.event ?? [])).toEqual(['state', 'state'])
  })

  it('drops a reader that takes nothing, and no other', async () => {
    const api = await startApi({ streamTiming: { keepAliveMs: 10_000, stuckMs: 1500 } })
    const { id } = await submitted(api)
    const socket = connect(api.port, '127.0.0.1')
    // Nobody reads from it.
    socket.write(`GET /v1/renders/${id}/events HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`)
    const reader = eventsOf(await api.call(`/v1/renders/${id}/events`))
    await until(() => api.farm.readers === 2)
    for (let count = 0; count < 40; count++) api.farm.warn(id, 'x'.repeat(1_000_000))
    await until(() => api.farm.readers === 1)
    api.farm.move(id, 'cancelled')
    expect(await reader).toHaveLength(42)
    socket.destroy()
    await once(socket, 'close')
  })

  it('forgets a reader that has gone', async () => {
    const api = await startApi()
    const { id } = await submitted(api)
    const leaving = new AbortController()
    await fetch(`${api.url}/v1/renders/${id}/events`, { signal: leaving.signal })
    await until(() => api.farm.readers === 1)
    leaving.abort()
    await until(() => api.farm.readers === 0)
    expect(await openStreams(api)).toBe(0)
  })

  it('has so many places for a key, and so many in all', async () => {
    const { keys, secrets } = testKeys({ id: 'a' }, { id: 'b' })
    const api = await startApi({ keys, settings: { maxEventStreams: 3, maxEventStreamsPerKey: 2 } })
    const [a = '', b = ''] = secrets
    const [ofA, ofB] = [await submitted(api, a), await submitted(api, b)]
    const pathOf = (id: string) => `/v1/renders/${id}/events`
    await Promise.all([api.call(pathOf(ofA.id), { key: a }), api.call(pathOf(ofA.id), { key: a })])
    expect(await problemOf(await api.call(pathOf(ofA.id), { key: a }))).toMatchObject({ status: 429, code: 'LIMIT_REACHED', retryAfter: '5' })
    await api.call(pathOf(ofB.id), { key: b })
    expect(await problemOf(await api.call(pathOf(ofB.id), { key: b }))).toMatchObject({ status: 503, code: 'SERVER_BUSY', retryAfter: '5' })
    api.farm.move(ofA.id, 'cancelled')
    await until(() => api.farm.readers === 1)
    const again = await api.call(pathOf(ofB.id), { key: b })
    expect(again.status).toBe(200)
  })
})

describe('a server that stops', () => {
  it('refuses new work with a time to come again, and still tells of what there is', async () => {
    const api = await startApi({ checks: { database: async () => 'here' } })
    const { id } = await submitted(api)
    expect((await api.call('/readyz')).status).toBe(200)
    api.drain()
    for (const [path, json] of [
      ['/v1/renders', {}],
      ['/v1/frames', {}],
      ['/process-scene', {}],
      [`/v1/renders/${id}/retry`, {}],
    ] as const)
      expect({ path, ...(await problemOf(await api.call(path, { method: 'POST', json }))) }).toMatchObject({
        path,
        status: 503,
        code: 'SERVER_BUSY',
        retryAfter: '10',
      })
    const ready = await api.call('/readyz')
    expect([ready.status, ready.headers.get('retry-after'), await ready.json()]).toEqual([
      503,
      '10',
      { status: 'stopping', parts: { database: 'ok' } },
    ])
    expect((await api.call('/healthz')).status).toBe(200)
    expect((await api.call(`/v1/renders/${id}`)).status).toBe(200)
    expect((await api.call(`/v1/renders/${id}/cancel`, { method: 'POST' })).status).toBe(202)
  })

  it('ends event streams, lets an open answer finish, and is gone', async () => {
    const drawing = Promise.withResolvers<Buffer>()
    const asked = Promise.withResolvers<void>()
    const still = async () => {
      asked.resolve()
      return drawing.promise
    }
    const api = await startApi({ stills: { still } })
    const { id } = await submitted(api)
    const stream = await api.call(`/v1/renders/${id}/events`)
    const frame = api.call('/v1/frames', {
      method: 'POST',
      json: { film: { version: 1, scenes: [{ image: 'https://a.example/b.jpg', duration: 1 }] }, at: { frame: 0 } },
    })
    await asked.promise
    const closed = api.close()
    expect((await eventsOf(stream)).map(({ event }) => event)).toEqual(['state'])
    drawing.resolve(Buffer.from('picture'))
    expect(await (await frame).text()).toBe('picture')
    await closed
    await expect(api.call('/healthz')).rejects.toThrow()
  })
})
