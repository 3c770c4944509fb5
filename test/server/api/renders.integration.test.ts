import { describe, expect, it } from 'vitest'
import type { RenderList } from '../../../src/api/render-list.ts'
import type { Render } from '../../../src/api/render.ts'
import { problemOf, sentFilm, startApi, submitted, testKeys } from '../../support/api.ts'
import { MemoryFarm } from '../../support/memory-farm.ts'

describe('POST /v1/renders', () => {
  it('answers 202 with the place of the render and the render', async () => {
    const api = await startApi()
    const response = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm(), metadata: { order: 7 } } })
    const render = (await response.json()) as Render
    expect({ status: response.status, location: response.headers.get('location') }).toEqual({ status: 202, location: `/v1/renders/${render.id}` })
    expect(render).toMatchObject({ state: 'queued', metadata: { order: 7 }, onSceneFailure: 'fail' })
    expect(await (await api.call(`/v1/renders/${render.id}`)).json()).toEqual(render)
  })

  it('lists every fault of the film with its pointer into the request', async () => {
    const api = await startApi()
    const film = sentFilm({
      scenes: [
        { image: 'https://photos.example/1.jpg', duration: 0 },
        { duration: 2, colour: 'red' },
      ],
    })
    const problem = await problemOf(await api.call('/v1/renders', { method: 'POST', json: { film } }))
    expect(problem).toMatchObject({ status: 422, code: 'FILM_INVALID', type: '/docs/errors#FILM_INVALID', detail: 'the film has 3 faults' })
    expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/film/scenes/0/duration',
      '/film/scenes/1/colour',
      '/film/scenes/1/image',
    ])
  })

  it('lists the faults of what is around the film in the same way', async () => {
    const api = await startApi()
    const json = { film: sentFilm(), priority: 11, wehbook: {}, onSceneFailure: 'explode' }
    const problem = await problemOf(await api.call('/v1/renders', { method: 'POST', json }))
    expect(problem).toMatchObject({ status: 422, code: 'REQUEST_INVALID' })
    expect(problem.errors).toEqual(
      expect.arrayContaining([
        { pointer: '/priority', detail: 'is too large; allowed: a whole number from -10 to 10' },
        { pointer: '/onSceneFailure', detail: 'is not allowed; allowed: fail, skip, placeholder' },
        { pointer: '/wehbook', detail: expect.stringMatching(/^is not a known field; allowed: .*webhook/) },
      ]),
    )
  })

  it('refuses a request without a film, and one that is no object', async () => {
    const api = await startApi()
    for (const json of [{}, [], 'film', 7, null]) {
      const problem = await problemOf(await api.call('/v1/renders', { method: 'POST', json }))
      expect(problem).toMatchObject({ status: 422, code: 'REQUEST_INVALID' })
    }
  })

  it('gives the same render for the same Idempotency-Key, and says that it is a replay', async () => {
    const api = await startApi()
    const send = async () => api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, headers: { 'idempotency-key': 'order 7' } })
    const [first, second] = [await send(), await send()]
    expect([first.status, second.status]).toEqual([202, 202])
    expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
    expect(((await second.json()) as Render).id).toBe(((await first.json()) as Render).id)
  })

  it('takes a film whose fields are in another order for the same request', async () => {
    const api = await startApi()
    const headers = { 'idempotency-key': 'a' }
    const turned = Object.fromEntries(Object.entries(sentFilm()).toReversed())
    await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm(), priority: 0 }, headers })
    expect((await api.call('/v1/renders', { method: 'POST', json: { film: turned }, headers })).status).toBe(202)
  })

  it('refuses another request with the same key, and one while the first is being answered', async () => {
    const api = await startApi()
    const headers = { 'idempotency-key': 'k' }
    await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, headers })
    const other = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm(), priority: 1 }, headers })
    expect(await problemOf(other)).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' })
    api.farm.keysInFlight.add('k')
    const early = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, headers })
    expect(await problemOf(early)).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_FLIGHT', retryAfter: '1' })
  })

  it.each(['', 'x'.repeat(256), 'ä'])('refuses the Idempotency-Key "%s"', async (key) => {
    const api = await startApi()
    const response = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, headers: { 'idempotency-key': key } })
    expect(await problemOf(response)).toMatchObject({ status: 400, code: 'REQUEST_MALFORMED', detail: expect.stringContaining('idempotency-key') })
  })

  it('answers 429 at once when the queue is full, with the time to come again', async () => {
    const api = await startApi()
    api.farm.maxQueued = 1
    await submitted(api)
    const response = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() } })
    expect(await problemOf(response)).toMatchObject({ status: 429, code: 'QUEUE_FULL', retryAfter: '10' })
  })

  it('turns away who comes while as many renders are being accepted as may be, and takes them afterwards', async () => {
    const memory = new MemoryFarm()
    const accepting = Promise.withResolvers<void>()
    const submit = memory.submit.bind(memory)
    memory.submit = async (...order) => accepting.promise.then(() => submit(...order))
    const api = await startApi({ memory, settings: { maxSubmissions: 1 } })
    const send = () => api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() } })
    const answers = [send(), send()]
    const refused = await Promise.race(answers)
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'QUEUE_FULL', retryAfter: '2' })
    accepting.resolve()
    const statuses = new Set((await Promise.all(answers)).map(({ status }) => status))
    expect(statuses).toEqual(new Set([202, 429]))
    expect((await send()).status).toBe(202)
  })

  it.each([
    ['gs://films/2026/', 202],
    ['gs://films', 202],
    ['gs://films-of-another/', 403],
    ['gs://films/../secrets/', 403],
    ['gs://films/%2e%2e/secrets/', 403],
    ['/etc/', 403],
    ['ftp://films/', 403],
  ])('delivers to %s: %i', async (destination, status) => {
    const { keys, secrets } = testKeys({ id: 'a', destinations: ['gs://films'] })
    const api = await startApi({ keys })
    const response = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm(), destination }, key: secrets[0] ?? '' })
    expect({ status: response.status, body: await response.text() }).toEqual({ status, body: expect.not.stringContaining('../') })
  })
})

describe('GET /v1/renders', () => {
  it('gives pages, newest first, each render once', async () => {
    const api = await startApi()
    const made: string[] = []
    for (let count = 0; count < 5; count++) made.unshift((await submitted(api)).id)
    const seen: string[] = []
    let path = '/v1/renders?page_size=2'
    for (let pages = 0; pages < 5; pages++) {
      const { renders, nextPageToken } = (await (await api.call(path)).json()) as RenderList
      seen.push(...renders.map(({ id }) => id))
      if (nextPageToken === null) break
      expect(nextPageToken).toMatch(/^[\w-]+$/)
      path = `/v1/renders?page_size=2&page_token=${nextPageToken}`
    }
    expect(seen).toEqual(made)
  })

  it('filters by state and time', async () => {
    const api = await startApi()
    const [one, two] = [await submitted(api), await submitted(api)]
    api.farm.move(one.id, 'failed')
    const idsOf = async (query: string) => ((await (await api.call(`/v1/renders?${query}`)).json()) as RenderList).renders.map(({ id }) => id)
    expect(await idsOf('state=failed')).toEqual([one.id])
    expect(await idsOf('state=queued,failed')).toEqual([two.id, one.id])
    expect(await idsOf('created_after=2999-01-01T00:00:00Z')).toEqual([])
    expect(await idsOf('created_before=2999-01-01T00:00:00%2B02:00')).toEqual([two.id, one.id])
  })

  it('takes a page that is too large for the largest', async () => {
    const api = await startApi()
    await submitted(api)
    for (const size of ['1000', '0']) expect((await api.call(`/v1/renders?page_size=${size}`)).status).toBe(200)
  })

  it.each(['state=done', 'page_size=-1', 'page_size=many', 'created_after=yesterday', 'page_token=%00', 'stat=failed', 'state=queued&state=failed'])(
    'refuses ?%s and says what is wrong',
    async (query) => {
      const api = await startApi()
      const problem = await problemOf(await api.call(`/v1/renders?${query}`))
      expect(problem.status).toBe(400)
      expect(problem.detail).toMatch(/query|page token/)
    },
  )
})

describe('a render', () => {
  it('is cancelled by DELETE and by POST, and stays as it is when it is over', async () => {
    const api = await startApi()
    const [one, two] = [await submitted(api), await submitted(api)]
    const deleted = await api.call(`/v1/renders/${one.id}`, { method: 'DELETE' })
    expect([deleted.status, ((await deleted.json()) as Render).state]).toEqual([202, 'cancelled'])
    api.farm.move(two.id, 'rendering')
    const cancelled = await api.call(`/v1/renders/${two.id}/cancel`, { method: 'POST' })
    expect([cancelled.status, ((await cancelled.json()) as Render).state]).toEqual([202, 'cancelling'])
    api.farm.move(two.id, 'succeeded')
    expect(((await (await api.call(`/v1/renders/${two.id}/cancel`, { method: 'POST' })).json()) as Render).state).toBe('succeeded')
  })

  it('can be retried when it has failed, and only then', async () => {
    const api = await startApi()
    const { id } = await submitted(api)
    const early = await api.call(`/v1/renders/${id}/retry`, { method: 'POST' })
    expect(await problemOf(early)).toMatchObject({ status: 409, code: 'STATE_WRONG', detail: expect.stringContaining('queued') })
    api.farm.move(id, 'failed')
    const again = await api.call(`/v1/renders/${id}/retry`, { method: 'POST' })
    expect([again.status, again.headers.get('location'), ((await again.json()) as Render).run]).toEqual([202, `/v1/renders/${id}`, 2])
  })

  it('of another key looks exactly like one that is not there', async () => {
    const { keys, secrets } = testKeys({ id: 'a' }, { id: 'b' })
    const api = await startApi({ keys })
    const { id } = await submitted(api, secrets[0])
    const missing = `rnd_${'0'.repeat(32)}`
    const below = ['', '/film', '/poster', '/log', '/events', '/files/film.mp4', '/cancel', '/retry']
    for (const path of below) {
      const method = path === '/cancel' || path === '/retry' ? 'POST' : 'GET'
      const answers = await Promise.all(
        [id, missing].map(async (asked) => problemOf(await api.call(`/v1/renders/${asked}${path}`, { method, key: secrets[1] ?? '' }))),
      )
      const [foreign, none] = answers.map(({ instance: _instance, ...rest }) => rest)
      expect({ path, ...foreign }).toEqual({ path, ...none })
      expect(foreign?.status).toBe(404)
    }
    expect(((await (await api.call('/v1/renders', { key: secrets[1] ?? '' })).json()) as RenderList).renders).toEqual([])
    expect((await api.call(`/v1/renders/${id}`, { key: secrets[0] ?? '' })).status).toBe(200)
  })
})
