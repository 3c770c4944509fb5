import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createClient, type FilmDocument, type Render } from '../../src/client/index.ts'
import { downloadToFile } from '../../src/client/node.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { servedFilm } from '../support/served-film.ts'
import { startServer, type Server } from '../support/server-process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { traceCollector, type TraceCollector } from '../support/trace-collector.ts'

/** `framefarm serve` with its worker, in a process of its own. */
async function started(env: Readonly<Record<string, string>> = {}): Promise<Server> {
  return startServer(await tempFolder(), { env: { FRAMEFARM_ALLOWED_HOSTS: '127.0.0.1', FRAMEFARM_STOP_SECONDS: '0', ...env } })
}

/** Renders a film of three scenes of a second, whose second photograph is not to be had. */
async function rendered(server: Server, onSceneFailure: 'fail' | 'skip' | 'placeholder', lost = 'gone.jpg'): Promise<Render> {
  const folder = await tempFolder()
  const { film, address } = await servedFilm(folder, { scenes: 3, fps: 10 })
  // Its header is whole, so that only drawing it finds the rest missing.
  const photo = await readFile(join(folder, 'photo-1.jpg'))
  await writeFile(join(folder, 'cut.jpg'), photo.subarray(0, photo.length / 2))
  const scenes = film.scenes.map((scene, index) => (index === 1 ? { ...scene, image: `${address}/${lost}` } : scene))
  const { renders } = createClient({ baseUrl: server.url })
  const { id } = await renders.submit({ film: { ...film, scenes } as unknown as FilmDocument, onSceneFailure })
  return renders.wait(id)
}

async function framesOf(server: Server, { id }: Render): Promise<number> {
  const path = join(await tempFolder(), 'film.mp4')
  await downloadToFile(createClient({ baseUrl: server.url }), id, path)
  return Number((await ffprobe(path)).video?.['nb_frames'])
}

const whyLost = { code: 'FILM_INVALID', retryable: false, faults: [{ pointer: '/scenes/1/image', message: expect.stringContaining('404') }] }
const attempted = { attempt: 1, retryable: false, at: expect.any(String) }
const seen = { state: 'done', errors: [] }

describe('a film with a photograph that is gone', () => {
  it('fails, and says where the fault is, unless it is to go on', async () => {
    await using server = await started()
    expect(await rendered(server, 'fail')).toMatchObject({
      state: 'failed',
      error: whyLost,
      leftOut: [],
      outputs: [],
      scenes: [{ errors: [] }, { state: 'failed', errors: [{ code: 'FILM_INVALID', ...attempted }] }, { errors: [] }],
    })
  })

  it('is made without the scene where it may be left out: its record says so, and its trace has all that was done', async () => {
    await using collector = await traceCollector()
    await using server = await started({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' })
    const render = await rendered(server, 'skip')
    expect(render).toMatchObject({
      state: 'succeeded',
      error: null,
      leftOut: [{ scene: 1, how: 'skip', error: whyLost }],
      scenes: [seen, { state: 'left-out', errors: [{ code: 'FILM_INVALID', ...attempted }] }, seen],
    })
    expect(await framesOf(server, render)).toBe(20)
    const poster = await fetch(`${server.url}/v1/renders/${render.id}/poster`)
    expect([poster.status, poster.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    await expectTrace(collector, render)
  })

  it('is as long as it was to be with a card in its place, also where only drawing it shows that it is broken', async () => {
    await using server = await started()
    const render = await rendered(server, 'placeholder', 'cut.jpg')
    expect(render).toMatchObject({
      state: 'succeeded',
      leftOut: [{ scene: 1, how: 'placeholder', error: { code: 'ASSET_INVALID', retryable: false } }],
      scenes: [seen, { state: 'done', errors: [{ code: 'ASSET_INVALID', ...attempted }] }, seen],
    })
    expect(await framesOf(server, render)).toBe(30)
  })
})

/** The render with its pieces under its own id: planned with the scene, and again without it. */
async function expectTrace({ spans }: TraceCollector, { id }: Render): Promise<void> {
  const [traceId, spanId] = [id.slice('rnd_'.length), id.slice(-16)]
  const spansOf = (name: string) => spans.filter((span) => span.traceId === traceId && span.name === name)
  await vi.waitFor(() => expect([...spansOf('render'), ...spansOf('finish')]).toHaveLength(2), { timeout: 20_000, interval: 50 })
  expect(spansOf('render')).toMatchObject([{ spanId, attributes: expect.arrayContaining([{ key: 'state', value: { stringValue: 'succeeded' } }]) }])
  expect(spansOf('prepare').map(({ status }) => status.code === 2)).toEqual([true, false])
  expect(spansOf('chunk')).toHaveLength(2)
  for (const span of ['prepare', 'chunk', 'finish'].flatMap(spansOf)) expect(span.parentSpanId).toBe(spanId)
}
