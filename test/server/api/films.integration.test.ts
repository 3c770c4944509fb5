import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ValidateResult } from '../../../src/api/film-checks.ts'
import type { OutputFile } from '../../../src/api/render.ts'
import type { FilmPlan } from '../../../src/plan/plan-film.ts'
import { FilmInvalidError } from '../../../src/film/fault.ts'
import { openObjectStore } from '../../../src/storage/objects/open-object-store.ts'
import { FramefarmError } from '../../../src/shared/errors.ts'
import { problemOf, sentFilm, startApi, submitted, type TestApi } from '../../support/api.ts'
import { fakeGoogleStorage } from '../../support/fake-google-storage.ts'
import { signingKey } from '../../support/signing-key.ts'
import { tempFolder } from '../../support/temp-folder.ts'

afterEach(() => vi.unstubAllEnvs())

const bytes = Buffer.from('0123456789'.repeat(100))

async function finished(api: TestApi, ...files: readonly Partial<OutputFile>[]): Promise<string> {
  const { id } = await submitted(api)
  const folder = await tempFolder()
  const delivered = files.map((file, index) => ({
    path: join(folder, String(index)),
    object: `renders/${id}/${index}`,
    file: { name: null, kind: 'film' as const, file: `${index}.mp4`, url: '', bytes: bytes.length, mediaType: 'video/mp4', ...file },
  }))
  await Promise.all(delivered.map(({ path }) => writeFile(path, bytes)))
  api.farm.move(id, 'succeeded', delivered)
  return id
}

describe('the files of a render', () => {
  it('are there when it has succeeded, and before that the answer says how it stands', async () => {
    const api = await startApi()
    const { id } = await submitted(api)
    for (const state of ['queued', 'rendering', 'failed'] as const) {
      api.farm.move(id, state)
      for (const path of ['film', 'poster', 'files/film.mp4'])
        expect(await problemOf(await api.call(`/v1/renders/${id}/${path}`))).toMatchObject({
          status: 409,
          code: 'STATE_WRONG',
          detail: expect.stringContaining(state),
        })
    }
  })

  it('are sent whole and in parts', async () => {
    const api = await startApi()
    const id = await finished(api, { file: 'film.mp4' })
    const whole = await api.call(`/v1/renders/${id}/film`)
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([200, 'video/mp4', 'bytes'])
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
    const part = await api.call(`/v1/renders/${id}/film`, { headers: { range: 'bytes=10-19' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 10-19/1000', '0123456789'])
    const end = await api.call(`/v1/renders/${id}/film`, { headers: { range: 'bytes=-5' } })
    expect([end.status, await end.text()]).toEqual([206, '56789'])
    const beyond = await api.call(`/v1/renders/${id}/film`, { headers: { range: 'bytes=5000-' } })
    expect(beyond.headers.get('content-range')).toBe('bytes */1000')
    expect(await problemOf(beyond)).toMatchObject({ status: 416, code: 'RANGE_WRONG' })
    const again = await api.call(`/v1/renders/${id}/film`, {
      headers: { 'if-none-match': whole.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
    })
    expect(again.status).toBe(304)
    const head = await api.call(`/v1/renders/${id}/film`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000'])
  })

  it('are chosen by the name of the output and by their own', async () => {
    const api = await startApi()
    const id = await finished(
      api,
      { name: 'wide', file: 'w.mp4' },
      { name: 'tall', file: 't.webm', mediaType: 'video/webm' },
      { kind: 'poster', file: 'w.jpg', mediaType: 'image/jpeg' },
    )
    const typeOf = async (path: string) => (await api.call(`/v1/renders/${id}/${path}`)).headers.get('content-type')
    expect(await typeOf('film')).toBe('video/mp4')
    expect(await typeOf('film?name=tall')).toBe('video/webm')
    expect(await typeOf('poster')).toBe('image/jpeg')
    expect(await typeOf('files/t.webm')).toBe('video/webm')
    for (const path of ['film?name=square', 'poster?name=tall', 'files/other.mp4', 'files/..%2f..%2fetc%2fpasswd', 'files/..%5cw.mp4', 'files/%00'])
      expect({ path, ...(await problemOf(await api.call(`/v1/renders/${id}/${path}`))) }).toMatchObject({ path, status: 404 })
  })

  it('have names that cannot become headers', async () => {
    const api = await startApi()
    const id = await finished(api, { file: 'a"\r\nSet-Cookie: x=1; filename="ü.mp4' })
    const response = await api.call(`/v1/renders/${id}/film`)
    expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null])
    expect(response.headers.get('content-disposition')).toMatch(/^inline; filename="[^\r\n]*"; filename\*=UTF-8''a%22%0D%0ASet-Cookie/)
  })

  it('never become a page of this server', async () => {
    const api = await startApi()
    const id = await finished(api, { file: 'film.mp4' })
    const { headers } = await api.call(`/v1/renders/${id}/film`)
    expect([headers.get('x-content-type-options'), headers.get('content-security-policy')]).toEqual(['nosniff', expect.stringContaining('sandbox')])
  })

  it('come with a log, a JSON object a line', async () => {
    const api = await startApi()
    const { id } = await submitted(api)
    const log = await api.call(`/v1/renders/${id}/log`)
    expect(log.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
    expect(
      (await log.text())
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([{ renderId: id, msg: 'state' }])
  })
})

describe('the files of a render that lie in a shared store', () => {
  const headers = { 'if-none-match': '"other"' }

  async function shared(address: string, wishes: Parameters<typeof startApi>[0] = {}) {
    const store = openObjectStore(address)
    const api = await startApi({ ...wishes, shared: store })
    const { id } = await submitted(api)
    const path = join(await tempFolder(), 'film.mp4')
    await writeFile(path, bytes)
    await store.put(`renders/${id}/film.mp4`, path, { mediaType: 'video/mp4', signal: new AbortController().signal })
    const file = { name: null, kind: 'film' as const, file: 'film.mp4', url: '', bytes: bytes.length, mediaType: 'video/mp4' }
    api.farm.move(id, 'succeeded', [{ path: join(path, '../elsewhere'), object: `renders/${id}/film.mp4`, file }])
    return { api, id, store, call: (init?: Parameters<typeof api.call>[1]) => api.call(`/v1/renders/${id}/film`, init) }
  }

  it.each([
    ['a folder', tempFolder],
    ['a bucket', async () => fakeGoogleStorage().then(() => 'gs://farm')],
  ])('are sent from %s, whole and in parts', async (_kind, address) => {
    const { call } = await shared(await address())
    const whole = await call({ headers })
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([200, 'video/mp4', 'bytes'])
    expect(whole.headers.get('content-security-policy')).toContain('sandbox')
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
    const part = await call({ headers: { range: 'bytes=10-19' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 10-19/1000', '0123456789'])
    const end = await call({ headers: { range: 'bytes=-5' } })
    expect([end.status, await end.text()]).toEqual([206, '56789'])
    const beyond = await call({ headers: { range: 'bytes=5000-' } })
    expect(beyond.headers.get('content-range')).toBe('bytes */1000')
    expect(await problemOf(beyond)).toMatchObject({ status: 416, code: 'RANGE_WRONG' })
    const etag = whole.headers.get('etag') ?? ''
    expect((await call({ headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } })).status).toBe(304)
    expect((await call({ headers: { range: 'bytes=0-0', 'if-range': etag } })).status).toBe(206)
    expect((await call({ headers: { range: 'bytes=0-0', 'if-range': '"another"' } })).status).toBe(200)
    const head = await call({ method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000'])
  })

  it('are said to be gone when they are, while the render is still known', async () => {
    const { api, id, store, call } = await shared(await tempFolder())
    await store.remove(`renders/${id}/film.mp4`, new AbortController().signal)
    expect(await problemOf(await call())).toMatchObject({ status: 410, code: 'FILE_GONE', detail: 'film.mp4 is not kept any more' })
    expect((await api.call(`/v1/renders/${id}`)).status).toBe(200)
  })

  it('are said to lie at their destination where they were delivered to one', async () => {
    const { api, call, id } = await shared(await tempFolder())
    const file = { name: null, kind: 'film' as const, file: 'film.mp4', url: 'gs://films/film.mp4', bytes: 8, mediaType: 'video/mp4' }
    api.farm.move(id, 'succeeded', [{ path: '/nonexistent', object: 'renders/other/film.mp4', file }])
    const detail = 'film.mp4 is not kept here; it was delivered to gs://films/film.mp4'
    expect(await problemOf(await call())).toMatchObject({ status: 410, code: 'FILE_GONE', detail })
  })

  it('never look whole where the store breaks off', async () => {
    await fakeGoogleStorage({ downloads: [500] })
    const { call } = await shared('gs://farm')
    await expect((await call()).arrayBuffer()).rejects.toThrow('terminated')
  })

  it('say nothing of the bucket to clients where it does not answer', async () => {
    const { api, id } = await shared(await tempFolder())
    await fakeGoogleStorage({ failures: [403] })
    const other = await startApi({ memory: api.farm, shared: openObjectStore('gs://secret-bucket') })
    const problem = await problemOf(await other.call(`/v1/renders/${id}/film`))
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL' })
    expect(JSON.stringify(problem)).not.toContain('secret-bucket')
  })

  it('are answered by a signed address where that is set', async () => {
    await fakeGoogleStorage()
    const account = { type: 'service_account', client_email: 'films@p.iam.gserviceaccount.com', private_key: signingKey() }
    const path = join(await tempFolder(), 'account.json')
    await writeFile(path, JSON.stringify(account))
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path)
    const { id, call } = await shared('gs://farm', { settings: { signedUrlSeconds: 600 } })
    const answer = await call({ redirect: 'manual' })
    const location = new URL(answer.headers.get('location') ?? '')
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store'])
    expect([location.pathname, location.searchParams.get('X-Goog-Expires')]).toEqual([`/farm/renders/${id}/film.mp4`, '600'])
  })
})

describe('POST /v1/validate', () => {
  it('tells the faults of a film as an answer, with pointers into the film', async () => {
    const api = await startApi()
    const film = sentFilm({ scenes: [{ duration: 2 }] })
    const response = await api.call('/v1/validate', { method: 'POST', json: { film } })
    expect([response.status, await response.json()]).toEqual([
      200,
      { valid: false, faults: [{ pointer: '/scenes/0/image', message: 'is missing; allowed: text' }], warnings: [], timeline: null },
    ])
  })

  it('tells when each scene is to be seen', async () => {
    const api = await startApi()
    const result = (await (await api.call('/v1/validate', { method: 'POST', json: { film: sentFilm() } })).json()) as ValidateResult
    expect(result).toEqual({
      valid: true,
      faults: [],
      warnings: [],
      timeline: [
        { scene: 0, startSeconds: 0, durationSeconds: 2, frames: 60 },
        { scene: 1, startSeconds: 2, durationSeconds: 2, frames: 60 },
      ],
    })
  })

  it('looks into the files only when it is asked to', async () => {
    const asked: boolean[] = []
    const lookInto = async () => {
      asked.push(true)
      throw new FilmInvalidError([{ pointer: '/scenes/1/image', message: 'one.jpg is not an image' }])
    }
    const api = await startApi({ lookInto })
    const validate = async (assets: boolean) =>
      (await (await api.call('/v1/validate', { method: 'POST', json: { film: sentFilm(), assets } })).json()) as ValidateResult
    expect((await validate(false)).valid).toBe(true)
    expect(asked).toEqual([])
    expect(await validate(true)).toMatchObject({ valid: false, faults: [{ pointer: '/scenes/1/image', message: 'one.jpg is not an image' }] })
  })

  it('refuses an asset that was never sent', async () => {
    const api = await startApi()
    const film = sentFilm({ scenes: [{ image: `asset:sha256-${'a'.repeat(64)}`, duration: 1 }] })
    const result = (await (await api.call('/v1/validate', { method: 'POST', json: { film } })).json()) as ValidateResult
    expect(result.faults).toEqual([{ pointer: '/scenes/0/image', message: 'names an asset that was not sent to this server' }])
  })
})

describe('POST /v1/estimate', () => {
  it('counts frames, and knows time and cost when the farm has been measured', async () => {
    const api = await startApi({ settings: { priceCurrency: 'EUR', pricePerRenderMinute: 0.6, pricePerFilmMinute: 0.3 } })
    const estimate = async (film = sentFilm()): Promise<unknown> => (await api.call('/v1/estimate', { method: 'POST', json: { film } })).json()
    expect(await estimate()).toEqual({ frames: 120, durationSeconds: 4, renderSeconds: null, waitSeconds: null, cost: null })
    api.farm.speed = 40
    await submitted(api)
    expect(await estimate()).toEqual({ frames: 120, durationSeconds: 4, renderSeconds: 3, waitSeconds: 2.5, cost: { amount: 0.05, currency: 'EUR' } })
    const two = sentFilm({
      outputs: [
        { name: 'all', fps: 60 },
        { name: 'start', range: { to: 1 } },
      ],
    })
    expect(await estimate(two)).toMatchObject({ frames: 240 + 30 })
  })

  it('looks into sounds where they decide how long a film is', async () => {
    const scenes = [{ range: { from: 0, to: 45 } }] as unknown as FilmPlan['scenes']
    const api = await startApi({ lookInto: async () => ({ scenes }) as FilmPlan })
    const film = sentFilm({ scenes: [{ image: 'https://a.example/b.jpg', duration: 'auto', voiceover: { source: 'https://a.example/b.mp3' } }] })
    expect(await (await api.call('/v1/estimate', { method: 'POST', json: { film } })).json()).toMatchObject({ frames: 45, durationSeconds: 1.5 })
  })
})

describe('POST /v1/frames', () => {
  it('gives the frame at a time, or of a number, as the picture that is asked for', async () => {
    const asked: unknown[] = []
    const still = async ({ film: _film, ...order }: { readonly film: unknown }) => {
      asked.push(order)
      return Buffer.from('picture')
    }
    const api = await startApi({ stills: { still } })
    const draw = async (wishes: object) => api.call('/v1/frames', { method: 'POST', json: { film: sentFilm(), ...wishes } })
    const one = await draw({ at: { seconds: 1.51 }, format: 'jpeg', width: 160 })
    expect([one.status, one.headers.get('content-type'), one.headers.get('frame-number'), await one.text()]).toEqual([
      200,
      'image/jpeg',
      '45',
      'picture',
    ])
    expect((await draw({ at: { frame: 7 } })).headers.get('content-type')).toBe('image/png')
    expect(asked).toEqual([
      { at: 45, format: 'jpeg', width: 160 },
      { at: 7, format: 'png' },
    ])
  })

  it('says where the fault is: no such frame, or no place named', async () => {
    const still = async () => Promise.reject(new FramefarmError('USAGE', 'the film has no frame 500: it has 120'))
    const api = await startApi({ stills: { still } })
    const draw = async (at: unknown) => problemOf(await api.call('/v1/frames', { method: 'POST', json: { film: sentFilm(), at } }))
    expect(await draw({ frame: 500 })).toMatchObject({ status: 422, errors: [{ pointer: '/at', detail: 'the film has no frame 500: it has 120' }] })
    expect(await draw('1 s')).toMatchObject({ status: 422, errors: [{ pointer: '/at' }] })
    expect(await draw({ seconds: 1, frame: 2 })).toMatchObject({ status: 422 })
  })

  it('is answered 429 at once when as many as may be are being drawn', async () => {
    const drawing = Promise.withResolvers<Buffer>()
    const asked = Promise.withResolvers<void>()
    const still = async () => {
      asked.resolve()
      return drawing.promise
    }
    const api = await startApi({ stills: { still }, settings: { maxDirectRequests: 1 } })
    const draw = async () => api.call('/v1/frames', { method: 'POST', json: { film: sentFilm(), at: { frame: 0 } } })
    const first = draw()
    await asked.promise
    expect(await problemOf(await draw())).toMatchObject({ status: 429, code: 'QUEUE_FULL', retryAfter: '2' })
    drawing.resolve(Buffer.from('picture'))
    expect((await first).status).toBe(200)
    expect((await draw()).status).toBe(200)
  })

  it('stops drawing for whoever has gone', async () => {
    const begun = Promise.withResolvers<AbortSignal>()
    const api = await startApi({
      stills: {
        still: async (_order, signal) => (
          begun.resolve(signal),
          new Promise((resolve) => signal.addEventListener('abort', () => resolve(Buffer.from(''))))
        ),
      },
    })
    const leaving = new AbortController()
    const asking = fetch(`${api.url}/v1/frames`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ film: sentFilm(), at: { frame: 0 } }),
      signal: leaving.signal,
    })
    const drawing = await begun.promise
    leaving.abort()
    await expect(asking).rejects.toThrow()
    await new Promise((resolve) => (drawing.aborted ? resolve(null) : drawing.addEventListener('abort', resolve)))
    expect(drawing.aborted).toBe(true)
  })
})

describe('GET /v1/templates', () => {
  it('lists the built-in templates with the schema of their props', async () => {
    const api = await startApi()
    const { templates } = (await (await api.call('/v1/templates')).json()) as { templates: readonly { name: string; props: unknown }[] }
    expect(templates.map(({ name }) => name)).toEqual(['blurred-fill', 'end-card', 'ken-burns', 'lower-third', 'quote', 'split', 'title-card'])
    expect(templates.find(({ name }) => name === 'title-card')?.props).toMatchObject({ type: 'object', additionalProperties: false })
  })
})

describe('POST /process-scene', () => {
  const order = {
    sceneIndex: 3,
    imageUrl: 'https://photos.example/one.jpg',
    duration: 8,
    output: { width: 1920, height: 1080, fps: 30 },
    jobId: 'job-1',
    outputBucket: 'films',
  }

  it('answers when the scene is stored, with how long it took', async () => {
    const api = await startApi({
      processScene: async ({ jobId, sceneIndex }) => ({ url: `gs://films/${jobId}/${sceneIndex}.mp4`, durationSeconds: 8 }),
    })
    const response = await api.call('/process-scene', { method: 'POST', json: order })
    expect([response.status, await response.json()]).toEqual([
      200,
      { success: true, sceneVideoUrl: 'gs://films/job-1/3.mp4', duration: 8, processingTime: expect.any(Number) },
    ])
  })

  it.each([
    ['jobId', '../../other'],
    ['jobId', 'a/b'],
    ['outputBucket', 'films/../other'],
    ['imageUrl', 'file:///etc/passwd'],
    ['duration', 0],
    ['output', { width: 1921, height: 1080, fps: 30 }],
  ])('refuses %s %j', async (field, value) => {
    const api = await startApi()
    const problem = await problemOf(await api.call('/process-scene', { method: 'POST', json: { ...order, [field]: value } }))
    expect(problem).toMatchObject({ status: 422, code: 'REQUEST_INVALID', errors: [{ pointer: expect.stringMatching(new RegExp(`^/${field}`)) }] })
  })

  it('stores only where the server allows it', async () => {
    const api = await startApi({ settings: { destinations: ['gs://mine'] } })
    expect(await problemOf(await api.call('/process-scene', { method: 'POST', json: order }))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })
})
