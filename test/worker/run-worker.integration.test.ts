import { rmSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { childrenNamed } from '../support/children-named.ts'
import { frameHashes } from '../support/ffprobe.ts'
import { LeaseTable } from '../support/lease-table.ts'
import { render } from '../support/render.ts'
import { servedFilm } from '../support/served-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { testWorker } from '../support/test-worker.ts'

const programs = /chromium|headless-shell|ffmpeg/
const waitLong = { timeout: 60_000, interval: 5 }

describe('a worker', () => {
  it('makes of leases the same frames as a render in one go, and prepares the film once', async () => {
    const folder = await tempFolder()
    const dataPath = await tempFolder()
    const { film, filmPath, fetched } = await servedFilm(folder)
    const leases = new LeaseTable()
    await using worker = testWorker(leases, { dataPath })
    const outcome = await leases.submit('rnd_1', { film })
    expect(outcome).toMatchObject({
      type: 'finish',
      outputs: [
        {
          name: null,
          kind: 'film',
          file: 'film.mp4',
          url: '/v1/renders/rnd_1/files/film.mp4',
          mediaType: 'video/mp4',
          durationSeconds: 2,
          frames: 60,
        },
        { name: null, kind: 'poster', file: 'film.poster.jpg', url: '/v1/renders/rnd_1/files/film.poster.jpg', mediaType: 'image/jpeg' },
      ],
    })
    expect(leases.told).toEqual(['prepare complete', 'chunk complete', 'chunk complete', 'finish complete'])
    const sent = await Promise.all(fetched.map((name) => stat(join(folder, name))))
    expect(leases.results[0]).toMatchObject({ type: 'prepare', fetchedBytes: sent.reduce((sum, { size }) => sum + size, 0) })
    expect(leases.results[1]).toMatchObject({ type: 'chunk', method: 'layers' })
    expect(fetched.toSorted()).toEqual(['music.wav', 'photo-0.jpg', 'photo-1.jpg', 'voice.wav'])
    await worker.stop(0)
    expect(childrenNamed(programs)).toEqual([])
    expect(await readdir(join(dataPath, 'work'))).toEqual([])
    expect(await readdir(join(dataPath, 'renders/rnd_1'))).toEqual(['film.mp4', 'film.poster.jpg'])
    const alone = await render({ filmPath, dataPath: folder })
    expect(await frameHashes(join(dataPath, 'renders/rnd_1/film.mp4'))).toEqual(await frameHashes(alone.output))
  })

  it('works on as many leases as it has slots, of several films', async () => {
    const dataPath = await tempFolder()
    const [one, other] = [await servedFilm(await tempFolder()), await servedFilm(await tempFolder(), { scenes: 1, fps: 25 })]
    const outputs = [
      { name: 'wide', poster: {} },
      { name: 'stream', container: 'hls', width: 180, height: 320 },
    ]
    const leases = new LeaseTable()
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath, slots: 2 }))
    const ended = await Promise.all([leases.submit('rnd_1', { film: one.film }), leases.submit('rnd_2', { film: { ...other.film, outputs } })])
    const files = ended.map((outcome) => 'outputs' in outcome && outcome.outputs.map(({ name, kind, file }) => [name, kind, file]))
    expect(files).toEqual([
      [
        [null, 'film', 'film.mp4'],
        [null, 'poster', 'film.poster.jpg'],
      ],
      [
        ['wide', 'film', 'film-wide.mp4'],
        ['wide', 'poster', 'film-wide.poster.jpg'],
        ['stream', 'film', 'film-stream/index.m3u8'],
        ['stream', 'other', 'film-stream/init.mp4'],
        ['stream', 'other', 'film-stream/segment-00000.m4s'],
      ],
    ])
    expect(leases.mostHeld).toBe(2)
    // Two outputs of one film have one sound.
    expect((await readdir(join(dataPath, 'chunks'))).filter((name) => name.endsWith('.m4a'))).toHaveLength(2)
  })

  it.each(['screenshot', 'layers'] as const)('stops %s within two seconds of a cancel, and goes on with other work', async (method) => {
    const dataPath = await tempFolder()
    const { film } = await servedFilm(await tempFolder(), { scenes: 1, seconds: 40, width: 960, height: 540 })
    const leases = new LeaseTable()
    await using worker = testWorker(leases, { dataPath })
    void leases.submit('rnd_1', { film, method })
    await vi.waitFor(() => expect(childrenNamed(/ffmpeg.*(image2pipe|rawvideo)/)).toHaveLength(1), waitLong)
    leases.cancel('rnd_1')
    await vi.waitFor(() => expect(childrenNamed(programs)).toEqual([]), { timeout: 2000, interval: 20 })
    await vi.waitFor(() => expect(worker.events.at(-1)).toMatchObject({ type: 'lost' }))
    expect(await readdir(join(dataPath, 'work'))).toEqual([])
    const { film: next } = await servedFilm(await tempFolder(), { scenes: 1 })
    expect(await leases.submit('rnd_2', { film: next })).toMatchObject({ type: 'finish' })
  })

  it('mixes the sound before it joins the film, also where no picture has changed', async () => {
    const { film } = await servedFilm(await tempFolder(), { scenes: 1 })
    const leases = new LeaseTable()
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath: await tempFolder() }))
    expect(await leases.submit('rnd_1', { film })).toMatchObject({ type: 'finish' })
    expect(await leases.submit('rnd_2', { film: { ...film, loudness: { target: -20 } } })).toMatchObject({ type: 'finish' })
    expect(leases.results.map((result) => ('method' in result ? result.method : result.type))).toEqual([
      ...['prepare', 'layers', 'finish'],
      ...['prepare', 'reused', 'finish'],
    ])
    expect(await leases.submit('rnd_3', { film })).toMatchObject({ type: 'finish' })
    expect(leases.told.slice(-2)).toEqual(['prepare complete', 'finish complete'])
    expect(leases.progress.map(({ stage }) => stage)).not.toContain('mixing')
  })

  it('stops mixing within two seconds of a cancel', async () => {
    const dataPath = await tempFolder()
    const { film } = await servedFilm(await tempFolder(), { scenes: 1, seconds: 150, fps: 1 })
    const leases = new LeaseTable()
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath }))
    void leases.submit('rnd_1', { film })
    await vi.waitFor(() => expect(childrenNamed(/ffmpeg.*f32le/)).not.toEqual([]), waitLong)
    leases.cancel('rnd_1')
    await vi.waitFor(() => expect(childrenNamed(programs)).toEqual([]), { timeout: 2000, interval: 20 })
    await vi.waitFor(async () => expect(await readdir(join(dataPath, 'work'))).toEqual([]), waitLong)
    const chunks: readonly string[] = await readdir(join(dataPath, 'chunks')).catch(() => [])
    expect(chunks.filter((name) => name.endsWith('.m4a'))).toEqual([])
  })

  it('gives back what it cannot finish before it has to go, and another one goes on', async () => {
    const dataPath = await tempFolder()
    const { film, filmPath } = await servedFilm(await tempFolder(), { scenes: 2, seconds: 2 })
    const leases = new LeaseTable()
    await using first = testWorker(leases, { dataPath })
    const ended = leases.submit('rnd_1', { film, method: 'screenshot' })
    await vi.waitFor(() => expect(leases.held).toMatchObject([{ task: { type: 'chunk', chunk: 1 } }]), waitLong)
    await first.stop(0)
    expect(leases.told).toEqual(['prepare complete', 'chunk complete', 'chunk given back'])
    expect(childrenNamed(programs)).toEqual([])
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath }))
    await ended
    expect(leases.told.slice(3)).toEqual(['chunk complete', 'finish complete'])
    const alone = await render({ filmPath, dataPath: await tempFolder(), method: 'screenshot' })
    expect(await frameHashes(join(dataPath, 'renders/rnd_1/film.mp4'))).toEqual(await frameHashes(alone.output))
  })

  it('gives a chunk back at once that it will not finish in the time that is left, and keeps what is finished', async () => {
    const dataPath = await tempFolder()
    const { film } = await servedFilm(await tempFolder(), { scenes: 2, seconds: 1, width: 1920, height: 1080 })
    const [first, second] = film.scenes
    const long = { ...film, scenes: [first, { ...second, duration: 40 }], output: { width: 1920, height: 1080, quality: 'high' } }
    const leases = new LeaseTable()
    await using worker = testWorker(leases, { dataPath })
    void leases.submit('rnd_1', { film: long, method: 'screenshot' })
    const framesDone = () => leases.progress.at(-1)?.framesDone ?? 0
    await vi.waitFor(() => expect(leases.held).toMatchObject([{ task: { type: 'chunk', scene: 1, frames: 240 } }]), waitLong)
    await vi.waitFor(() => expect(framesDone()).toBeLessThan(10), waitLong)
    const startMs = performance.now()
    await vi.waitFor(() => expect(framesDone()).toBeGreaterThan(10), waitLong)
    const enoughMs = ((performance.now() - startMs) / framesDone()) * (240 - framesDone())
    const stoppedMs = performance.now()
    await worker.stop(enoughMs / 2)
    // Not when its time was over.
    expect(performance.now() - stoppedMs).toBeLessThan(enoughMs / 2)
    expect(leases.told).toEqual(['prepare complete', 'chunk complete', 'chunk given back'])
    expect(childrenNamed(programs)).toEqual([])
    expect((await readdir(join(dataPath, 'chunks'))).length).toBeGreaterThan(0)
  })

  it('finishes its work where it has the time, and takes no more', async () => {
    const { film } = await servedFilm(await tempFolder())
    const leases = new LeaseTable()
    await using worker = testWorker(leases, { dataPath: await tempFolder() })
    void leases.submit('rnd_1', { film })
    await vi.waitFor(() => expect(leases.held).toMatchObject([{ task: { type: 'chunk' } }]), waitLong)
    await worker.stop(60_000)
    expect(leases.told).toEqual(['prepare complete', 'chunk complete'])
  })

  it('stops the Chromium of a film that has had no work for a while, and prepares it again when there is some', async () => {
    const dataPath = await tempFolder()
    const { film, fetched } = await servedFilm(await tempFolder(), { scenes: 1 })
    const leases = new LeaseTable()
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath, idleMs: 100 }))
    leases.deals = ({ type }) => type === 'prepare'
    const ended = leases.submit('rnd_1', { film })
    await vi.waitFor(() => expect(leases.told).toEqual(['prepare complete']), waitLong)
    await vi.waitFor(async () => expect(await readdir(join(dataPath, 'work'))).toEqual([]), waitLong)
    expect(childrenNamed(programs)).toEqual([])
    leases.deals = () => true
    expect(await ended).toMatchObject({ type: 'finish' })
    expect(fetched.filter((name) => name === 'photo-0.jpg')).toHaveLength(2)
  })

  it('keeps few films that wait for work, however many there are', async () => {
    const dataPath = await tempFolder()
    const { film } = await servedFilm(await tempFolder(), { scenes: 1 })
    const leases = new LeaseTable()
    leases.deals = ({ type }) => type === 'prepare'
    await using worker = testWorker(leases, { dataPath })
    for (const id of ['rnd_1', 'rnd_2', 'rnd_3', 'rnd_4']) void leases.submit(id, { film })
    await vi.waitFor(() => expect(leases.told).toHaveLength(4), waitLong)
    await vi.waitFor(async () => expect(await readdir(join(dataPath, 'work'))).toHaveLength(2), waitLong)
    await worker.stop(0)
    expect(await readdir(join(dataPath, 'work'))).toEqual([])
  })

  it('tells which scene fails, and why', async () => {
    const folder = await tempFolder()
    const { film, address } = await servedFilm(folder)
    const photo = await readFile(join(folder, 'photo-0.jpg'))
    // Its header is whole, so that only drawing it finds the rest missing.
    await writeFile(join(folder, 'cut.jpg'), photo.subarray(0, photo.length / 2))
    const leases = new LeaseTable()
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath: await tempFolder() }))
    const broken = { ...film, scenes: [film.scenes[0], { ...film.scenes[0], image: `${address}/cut.jpg` }] }
    expect(await leases.submit('rnd_1', { film: broken })).toMatchObject({
      code: 'ASSET_INVALID',
      message: expect.stringContaining('scene 2'),
      retryable: false,
      scene: 1,
    })
    const missing = { ...film, scenes: [film.scenes[0], { ...film.scenes[0], image: `${address}/gone.jpg` }] }
    expect(await leases.submit('rnd_2', { film: missing })).toMatchObject({
      code: 'FILM_INVALID',
      scene: 1,
      faults: [{ pointer: '/scenes/1/image', message: expect.stringContaining('404') }],
    })
  })

  it('refuses a chunk that it plans otherwise than the worker that planned the film', async () => {
    const { film } = await servedFilm(await tempFolder(), { scenes: 1 })
    const leases = new LeaseTable()
    leases.onLease = (lease) => (lease.task.type === 'chunk' ? { ...lease, task: { ...lease.task, hash: '0'.repeat(64) } } : lease)
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath: await tempFolder() }))
    expect(await leases.submit('rnd_1', { film })).toMatchObject({ code: 'PLAN_DIFFERS', retryable: false, scene: null })
  })

  it('says that the film can be tried again where a finished chunk has gone', async () => {
    const dataPath = await tempFolder()
    const { film } = await servedFilm(await tempFolder(), { scenes: 1 })
    const leases = new LeaseTable()
    leases.onLease = (lease) => {
      if (lease.task.type === 'finish') rmSync(join(dataPath, 'chunks'), { recursive: true })
      return lease
    }
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath }))
    expect(await leases.submit('rnd_1', { film })).toMatchObject({ code: 'CHUNK_MISSING', retryable: true, scene: 0 })
    leases.onLease = (lease) => lease
    expect(await leases.submit('rnd_1', { film })).toMatchObject({ type: 'finish' })
  })

  it('comes back to a coordinator that could not be reached, and copies the film where it is wanted', async () => {
    const wanted = await tempFolder()
    const { film } = await servedFilm(await tempFolder(), { scenes: 1 })
    const leases = new LeaseTable()
    leases.unreachable = 2
    await using worker = testWorker(leases, { dataPath: await tempFolder(), folders: [wanted] })
    leases.onLease = (lease) => {
      if (lease.task.type === 'chunk') leases.unreachable = 1
      return lease
    }
    const destination = join(wanted, 'films')
    expect(await leases.submit('rnd_1', { film, destination })).toMatchObject({
      outputs: [{ url: join(destination, 'film.mp4') }, { kind: 'poster', url: '/v1/renders/rnd_1/files/film.poster.jpg' }],
    })
    expect(await readdir(destination)).toEqual(['film.mp4'])
    expect(leases.progress.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['joining', 'uploading']))
    expect(worker.events.filter(({ type }) => type === 'unreachable')).toHaveLength(3)
    expect(await leases.submit('rnd_2', { film, destination: join(wanted, '../elsewhere') })).toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      retryable: false,
    })
  })
})
