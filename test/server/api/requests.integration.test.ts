import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { problemOf, sentFilm, startApi, submitted, testKeys, type TestApi } from '../../support/api.ts'

const json = { 'content-type': 'application/json' }

/** What a server says to bytes that are sent as they are. */
async function rawAnswer({ port }: TestApi, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

describe('a refusal', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '/v1/nowhere', 404],
    ['GET', '/v1/renders/../../etc/passwd', 404],
    ['GET', '/v1/renders/..%2f..%2fetc%2fpasswd', 404],
    ['GET', `/v1/renders/rnd_${'A'.repeat(32)}`, 404],
    ['GET', '/v1/assets/asset:sha256-..%2f..%2fkeys', 404],
    ['GET', '/v1/uploads/..%2f..%2fkeys', 405],
    ['GET', '/v1/renders/%E0%A4%A', 400],
    ['PUT', '/v1/renders', 405],
    ['PATCH', '/healthz', 405],
  ])('of %s %s is a problem with an id', async (method, path, status) => {
    const api = await startApi()
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    // fetch would tidy up the path.
    httpRequest({ host: '127.0.0.1', port: api.port, method, path, agent: false }, resolve).on('error', reject).end()
    const answer = await promise
    const problem: unknown = JSON.parse(await text(answer))
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(problem).toMatchObject({
      status,
      type: expect.stringMatching(/^\/docs\/errors#[A-Z_]+$/),
      instance: expect.stringMatching(/^urn:framefarm:request:/),
    })
    expect(problem).toHaveProperty('instance', `urn:framefarm:request:${String(answer.headers['x-request-id'])}`)
  })

  it('of a method names those that there are', async () => {
    const api = await startApi()
    for (const [path, allow] of [
      ['/v1/renders', 'POST, GET, HEAD, OPTIONS'],
      ['/healthz', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const refused = await api.call(path, { method: 'PUT' })
      expect({ allow: refused.headers.get('allow'), ...(await problemOf(refused)) }).toMatchObject({ allow, code: 'METHOD_WRONG', status: 405 })
      const options = await api.call(path, { method: 'OPTIONS' })
      expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
    }
  })

  it('of something that has broken inside tells an id and nothing else, and the log has the rest', async () => {
    const api = await startApi({
      lookInto: async () => {
        throw new Error('ENOENT: /srv/secret/place')
      },
    })
    const response = await api.call('/v1/validate', { method: 'POST', json: { film: sentFilm(), assets: true } })
    const problem = await problemOf(response)
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL' })
    expect(JSON.stringify(problem)).not.toMatch(/secret|ENOENT|\bat /)
    const line = api.logged.find((each) => each.includes('/srv/secret/place'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, requestId: response.headers.get('x-request-id') })
  })
})

describe('a body', () => {
  it.each([
    ['is not JSON', '{"film": ', json, 400, 'REQUEST_MALFORMED'],
    ['is empty', '', json, 400, 'REQUEST_MALFORMED'],
    ['says no type', '{}', {}, 415, 'MEDIA_TYPE_WRONG'],
    ['is a form', 'film=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'MEDIA_TYPE_WRONG'],
    ['has a type that only begins like JSON', '{}', { 'content-type': 'application/jsonish' }, 415, 'MEDIA_TYPE_WRONG'],
    ['has an unknown coding', '{}', { ...json, 'content-encoding': 'lzma' }, 415, 'MEDIA_TYPE_WRONG'],
    ['has an unknown charset', '{}', { 'content-type': 'application/json; charset=ebcdic' }, 415, 'MEDIA_TYPE_WRONG'],
    ['is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), json, 400, 'REQUEST_MALFORMED'],
    ['says gzip and is none', '{}', { ...json, 'content-encoding': 'gzip' }, 400, 'REQUEST_MALFORMED'],
    ['is nested too deep', '['.repeat(1_000_000), json, 400, 'REQUEST_MALFORMED'],
    ['is nested too deep behind a text with brackets', `{"a": "[[\\"[", "film": ${'{"a":'.repeat(100_000)}`, json, 400, 'REQUEST_MALFORMED'],
  ])('that %s is refused', async (...[, body, headers, status, code]) => {
    const api = await startApi()
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)
    expect(await problemOf(await api.call('/v1/renders', { method: 'POST', body: bytes, headers }))).toMatchObject({ status, code })
  })

  it('that is larger than the limit is refused by what it says of itself', async () => {
    const api = await startApi({ settings: { maxBodyBytes: 1000 } })
    const response = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm(), metadata: { text: 'x'.repeat(1000) } } })
    expect(await problemOf(response)).toMatchObject({ status: 413, code: 'REQUEST_TOO_LARGE', detail: expect.stringContaining('1000 bytes') })
  })

  it('of 200 MB that says no length is refused without being read to its end', async () => {
    const api = await startApi({ settings: { maxBodyBytes: 100_000 } })
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const sending = httpRequest(`${api.url}/v1/renders`, { method: 'POST', headers: json, agent: false }, resolve)
    const part = Buffer.alloc(1_000_000, 32)
    let sent = 0
    const send = () => {
      while (sent < 200 && !sending.destroyed) {
        sent += 1
        if (!sending.write(part)) return
      }
    }
    sending.on('drain', send)
    const closed = new Promise<void>((done) => sending.once('close', done))
    // The end of the connection under its hands is what is to happen.
    sending.on('error', reject)
    promise.catch(() => undefined)
    send()
    const answer = await promise
    expect([answer.statusCode, (JSON.parse(await text(answer)) as { code: string }).code]).toEqual([413, 'REQUEST_TOO_LARGE'])
    await closed
    expect(sent).toBeLessThan(100)
  })

  it('that is small on the line and large when it is inflated is refused', async () => {
    const api = await startApi({ settings: { maxBodyBytes: 100_000 } })
    const bomb = gzipSync(Buffer.alloc(50_000_000, 32))
    expect(bomb.length).toBeLessThan(100_000)
    const response = await api.call('/v1/renders', { method: 'POST', body: new Uint8Array(bomb), headers: { ...json, 'content-encoding': 'gzip' } })
    expect(await problemOf(response)).toMatchObject({ status: 413 })
  })

  it('finds no room when many large ones arrive slowly, until they are gone', async () => {
    const api = await startApi({ settings: { maxBodyBytes: 10_000 } })
    const slow = Array.from({ length: 16 }, () => {
      const sending = httpRequest(`${api.url}/v1/validate`, { method: 'POST', headers: { ...json, 'content-length': '10000' }, agent: false })
      sending.on('error', () => undefined)
      sending.write(Buffer.alloc(9_999, 32))
      return sending
    })
    const answer = async () => api.call('/v1/validate', { method: 'POST', json: { film: sentFilm() } })
    let busy = await answer()
    while (busy.status === 200) busy = await answer()
    expect(await problemOf(busy)).toMatchObject({ status: 503, code: 'SERVER_BUSY', retryAfter: '2' })
    for (const sending of slow) sending.destroy()
    let free = await answer()
    while (free.status === 503) free = await answer()
    expect(free.status).toBe(200)
  })

  it('with 10 000 scenes gets one fault, and not ten thousand', async () => {
    const api = await startApi()
    const film = sentFilm({ scenes: Array.from({ length: 10_000 }, () => ({ duration: -1 })) })
    const problem = await problemOf(await api.call('/v1/renders', { method: 'POST', json: { film } }))
    expect(problem.errors).toEqual([{ pointer: '/film/scenes', detail: 'has 10000 scenes; allowed: a list of 1 to 1000 items' }])
  })

  it('with a fault in each of 1000 scenes gets a list that ends', async () => {
    const api = await startApi()
    const film = sentFilm({ scenes: Array.from({ length: 1000 }, () => ({ image: 'https://a.example/b.jpg', duration: -1 })) })
    const problem = await problemOf(await api.call('/v1/renders', { method: 'POST', json: { film } }))
    expect(problem.detail).toBe('the film has more than 200 faults')
    expect(problem.errors).toHaveLength(200)
  })
})

describe('a slow or broken client', () => {
  it('that does not finish its headers is answered 408 and cut off', async () => {
    const api = await startApi({ settings: { headersTimeoutSeconds: 1, requestTimeoutSeconds: 2 } })
    const answer = await rawAnswer(api, 'GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: ')
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json\r\n/)
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'REQUEST_TIMEOUT', status: 408 })
  })

  it('that does not finish its body is cut off', async () => {
    const api = await startApi({ settings: { headersTimeoutSeconds: 1, requestTimeoutSeconds: 1 } })
    const head = 'POST /v1/renders HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n'
    expect(await rawAnswer(api, `${head}{"film"`)).toContain('REQUEST_TIMEOUT')
  })

  it('that speaks no HTTP, or sends headers without end, gets a problem too', async () => {
    const api = await startApi()
    expect(await rawAnswer(api, 'hello\r\n\r\n')).toContain('"code":"REQUEST_MALFORMED"')
    expect(await rawAnswer(api, `GET / HTTP/1.1\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`)).toContain('the headers are too large')
  })

  it('that asks before sending is told to go on only when its body is wanted', async () => {
    const api = await startApi({ settings: { maxBodyBytes: 1000 } })
    const head = (length: number) =>
      `POST /v1/renders HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`
    expect(await rawAnswer(api, `${head(2)}{}`)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 422/)
    expect(await rawAnswer(api, head(20_000_000))).toMatch(/^HTTP\/1\.1 413/)
  })
})

describe('a server without keys', () => {
  it('answers only for its own host', async () => {
    const api = await startApi()
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'evil-localhost', 'localhost:80@evil.example']) {
      const answer = await rawAnswer(api, `GET /v1/renders HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
      expect({ host, answer }).toEqual({ host, answer: expect.stringMatching(/^HTTP\/1\.1 403[^]*"code":"FORBIDDEN"/) })
    }
    expect((await api.call('/v1/renders')).status).toBe(200)
  })

  it('does nothing for pages of other sites', async () => {
    const api = await startApi()
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'cross-site' },
    ] as const) {
      const response = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, headers: { ...headers } })
      expect({ headers, ...(await problemOf(response)) }).toMatchObject({ headers, status: 403, code: 'FORBIDDEN' })
    }
    const own = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, headers: { origin: api.url } })
    expect(own.status).toBe(202)
  })

  it('listens for this machine only, whatever it is told, and says so', async () => {
    const api = await startApi()
    expect(api.url).toBe(`http://127.0.0.1:${api.port}`)
    expect(api.logged[0]).toContain('for this machine only: there are no API keys')
  })
})

describe('an API key', () => {
  it('is asked for, and only known ones are taken', async () => {
    const { keys, secrets } = testKeys({ id: 'a' })
    const api = await startApi({ keys })
    for (const authorization of [undefined, 'Bearer', 'Bearer wrong', `Basic ${secrets[0]}`, `Bearer ${secrets[0]}x`, `Bearer ${'x'.repeat(5000)}`]) {
      const response = await api.call('/v1/renders', { headers: authorization === undefined ? {} : { authorization } })
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="framefarm"')
      expect({ authorization, ...(await problemOf(response)) }).toMatchObject({ authorization, status: 401, code: 'KEY_WRONG' })
    }
    expect((await api.call('/v1/renders', { key: secrets[0] ?? '' })).status).toBe(200)
    for (const open of ['/healthz', '/readyz', '/openapi.json', '/docs', '/docs/errors']) expect((await api.call(open)).status).toBe(200)
    expect((await api.call('/metrics')).status).toBe(401)
  })

  it('is never logged, nor are films', async () => {
    const { keys, secrets } = testKeys({ id: 'a' })
    const api = await startApi({ keys })
    await submitted(api, secrets[0])
    const log = api.logged.join('')
    expect(log).toContain('render accepted')
    expect(log).not.toContain(secrets[0])
    expect(log).not.toContain('photos.example')
  })

  it('may send so many requests, and is told when the next one may come', async () => {
    const { keys, secrets } = testKeys({ id: 'a', requestsPerMinute: 2, burst: 2 }, { id: 'b' })
    const api = await startApi({ keys })
    const [key = '', other = ''] = secrets
    const first = await api.call('/v1/renders', { key })
    expect([first.headers.get('ratelimit'), first.headers.get('ratelimit-policy')]).toEqual(['"key";r=1', '"key";q=2;w=60'])
    await api.call('/v1/renders', { key })
    const third = await problemOf(await api.call('/v1/renders', { key }))
    expect(third).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect(Number(third.retryAfter)).toBeGreaterThan(25)
    expect((await api.call('/v1/renders', { key: other })).status).toBe(200)
  })

  it('may have so many renders that are not over, and so many a day', async () => {
    const { keys, secrets } = testKeys({ id: 'a', maxActiveRenders: 1 }, { id: 'b', maxRendersPerDay: 1 })
    const api = await startApi({ keys })
    for (const key of secrets) {
      const { id } = await submitted(api, key)
      const refused = await problemOf(await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, key }))
      expect(refused).toMatchObject({ status: 429, code: 'LIMIT_REACHED', retryAfter: expect.stringMatching(/^\d+$/) })
      api.farm.move(id, 'succeeded')
    }
    expect((await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, key: secrets[0] ?? '' })).status).toBe(202)
    expect((await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, key: secrets[1] ?? '' })).status).toBe(429)
  })
})

describe('pages of other origins', () => {
  it('may call the server when they are listed, and not otherwise', async () => {
    const { keys, secrets } = testKeys({ id: 'a' })
    const api = await startApi({ keys, settings: { webOrigins: ['https://studio.example'] } })
    const preflight = { method: 'OPTIONS', headers: { origin: 'https://studio.example', 'access-control-request-method': 'POST' } }
    const allowed = await api.call('/v1/renders', preflight)
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://studio.example'])
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization')
    const answer = await api.call('/v1/renders', { key: secrets[0] ?? '', headers: { origin: 'https://evil.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})
