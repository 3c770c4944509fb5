import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClient, type FilmDocument, type Render } from '../../src/client/index.ts'
import { downloadToFile } from '../../src/client/node.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { servedFilm } from '../support/served-film.ts'
import { startServer, type Server } from '../support/server-process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { traceCollector, type TraceCollector } from '../support/trace-collector.ts'

let folder: string
let collector: TraceCollector
/** `framefarm serve` with its worker, in a process of its own. */
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
  collector = await traceCollector()
  const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' }
  server = await startServer(folder, { env: { FRAMEFARM_ALLOWED_HOSTS: '127.0.0.1', FRAMEFARM_STOP_SECONDS: '0', ...tracing } })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await collector[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Renders a film of three scenes of a second, whose second photograph is not to be had. */
async function rendered(onSceneFailure: 'fail' | 'skip' | 'placeholder', lost = 'gone.jpg'): Promise<Render> {
  const site = await tempFolder()
  const { film, address } = await servedFilm(site, { scenes: 3, fps: 10, isSilent: true })
  // Its header is whole, so that only drawing it finds the rest missing.
  const photo = await readFile(join(site, 'photo-1.jpg'))
  await writeFile(join(site, 'cut.jpg'), photo.subarray(0, photo.length / 2))
  const scenes = film.scenes.map((scene, index) => (index === 1 ? { ...scene, image: `${address}/${lost}` } : scene))
  const { renders } = createClient({ baseUrl: server.url })
  const { id } = await renders.submit({ film: { ...film, scenes } as unknown as FilmDocument, onSceneFailure })
  return renders.wait(id)
}

async function framesOf({ id }: Render): Promise<number> {
  const path = join(await tempFolder(), 'film.mp4')
  await downloadToFile(createClient({ baseUrl: server.url }), id, path)
  return Number((await ffprobe(path)).video?.['nb_frames'])
}

const whyLost = { code: 'FILM_INVALID', retryable: false, faults: [{ pointer: '/scenes/1/image', message: expect.stringContaining('404') }] }
const attempted = { attempt: 1, retryable: false, at: expect.any(String) }
const seen = { state: 'done', errors: [] }

describe('a film with a photograph that is gone', () => {
  it('fails, and says where the fault is, unless it is to go on', async () => {
    expect(await rendered('fail')).toMatchObject({
      state: 'failed',
      error: whyLost,
      leftOut: [],
      outputs: [],
      scenes: [{ errors: [] }, { state: 'failed', errors: [{ code: 'FILM_INVALID', ...attempted }] }, { errors: [] }],
    })
  })

  it('is made without the scene where it may be left out: its record says so, and its trace has all that was done', async () => {
    const render = await rendered('skip')
    expect(render).toMatchObject({
      state: 'succeeded',
      error: null,
      leftOut: [{ scene: 1, how: 'skip', error: whyLost }],
      scenes: [seen, { state: 'left-out', errors: [{ code: 'FILM_INVALID', ...attempted }] }, seen],
    })
    expect(await framesOf(render)).toBe(20)
    const poster = await fetch(`${server.url}/v1/renders/${render.id}/poster`)
    expect([poster.status, poster.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    await expectTrace(render)
  })

  it('is as long as it was to be with a card in its place, also where only drawing it shows that it is broken', async () => {
    const render = await rendered('placeholder', 'cut.jpg')
    expect(render).toMatchObject({
      state: 'succeeded',
      leftOut: [{ scene: 1, how: 'placeholder', error: { code: 'ASSET_INVALID', retryable: false } }],
      scenes: [seen, { state: 'done', errors: [{ code: 'ASSET_INVALID', ...attempted }] }, seen],
    })
    expect(await framesOf(render)).toBe(30)
    // Before anybody looks whether something is left: its worker waits for more of the film as it was.
    await server[Symbol.asyncDispose]()
  })
})

/** The render with its pieces under its own id: planned with the scene, and again without it. */
async function expectTrace({ id }: Render): Promise<void> {
  const { spans } = collector
  const [traceId, spanId] = [id.slice('rnd_'.length), id.slice(-16)]
  const spansOf = (name: string) => spans.filter((span) => span.traceId === traceId && span.name === name)
  await vi.waitFor(() => expect([...spansOf('render'), ...spansOf('finish')]).toHaveLength(2), { timeout: 20_000, interval: 50 })
  expect(spansOf('render')).toMatchObject([{ spanId, attributes: expect.arrayContaining([{ key: 'state', value: { stringValue: 'succeeded' } }]) }])
  expect(spansOf('prepare').map(({ status }) => status.code === 2)).toEqual([true, false])
  expect(spansOf('chunk')).toHaveLength(2)
  for (const span of ['prepare', 'chunk', 'finish'].flatMap(spansOf)) expect(span.parentSpanId).toBe(spanId)
}
