import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { benchServer } from '../../src/bench/service/bench-server.ts'
import { quantilesOf } from '../../src/bench/report/quantiles.ts'
import { sendFilmFiles } from '../../src/bench/service/send-film-files.ts'
import { serverTables } from '../../src/bench/service/server-table.ts'
import { createClient } from '../../src/client/index.ts'
import { progressAt } from '../support/farm-scenery.ts'
import { scriptedFarm, type ScriptedFarm } from '../support/scripted-farm.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Accepts so many renders at a time, draws frames after 20 ms, and finishes nothing but the film that goes first. */
function playServer(farm: ScriptedFarm, places: number): void {
  const isBusy = () => [...farm.renders.values()].filter(({ state }) => state === 'queued').length >= places
  const onSubmit = () =>
    farm.answerNext(/^\/v1\/renders$/, (request, response, next) => {
      onSubmit()
      const { priority } = JSON.parse((request.body as Buffer).toString()) as { readonly priority?: number }
      if (isBusy()) return void response.status(429).set('Retry-After', '1').json({ status: 429, code: 'QUEUE_FULL' })
      farm.submit(request, response, next)
      const id = [...farm.renders.keys()].at(-1) ?? ''
      if (priority === 10) setTimeout(() => farm.tell(id, { type: 'progress', progress: progressAt(0.1) }), 20)
      if (priority === undefined) setTimeout(() => farm.tell(id, { type: 'state', state: 'succeeded' }), 300)
    })
  onSubmit()
  const onFrame = () =>
    farm.answerNext(/frames$/, (_request, response) => {
      onFrame()
      setTimeout(() => response.type('jpeg').send(Buffer.from('frame')), 20)
    })
  onFrame()
}

describe('the benchmark of a server', () => {
  it('measures each part, counts who was turned away, and cancels all that it has made', async () => {
    const farm = await scriptedFarm()
    playServer(farm, 30)
    const client = createClient({ baseUrl: farm.url })
    const film = { version: 1 as const, scenes: [{ image: 'https://example.com/a.jpg', duration: 8 }] }
    const order = { perSecond: 20, seconds: 1, listeners: 12, frames: 4, burst: 40 }
    const said: string[] = []
    const result = await benchServer({ url: farm.url, apiKey: undefined, client, film, pid: process.pid }, order, (text) => said.push(text))
    expect(result.frames?.count).toBe(4)
    expect(result.frames?.medianMs).toBeGreaterThanOrEqual(19)
    expect(result.submit.statuses).toEqual({ 202: 20 })
    expect(result.submit.accepted?.count).toBe(20)
    expect(result.listen).toMatchObject({ asked: 12, listening: 12, stayed: 12, events: 12 })
    expect(result.overload.statuses).toEqual({ 202: 30, 429: 10 })
    expect(result.overload.turnedAway?.count).toBe(10)
    expect(result.overload.answersAfterwards).toBe(true)
    expect(result.overload.memory?.peakBytes).toBeGreaterThan(10 * 2 ** 20)
    expect(result.renderCpu?.children).toBe(0)
    expect([...farm.renders.values()].map(({ state }) => state).filter((state) => state !== 'cancelled')).toEqual(['succeeded'])
    expect(said.length).toBe(5)
    const tables = serverTables(result)
    expect(tables).toMatch(/POST \/v1\/renders, 20 a second, accepted +20 +[\d.]+ ms/)
    expect(tables).toContain('answers under overload: 202: 30, 429: 10; answers afterwards')
  })

  it('uploads the files of a film, each once, and names them by their content', async () => {
    const farm = await scriptedFarm()
    const folder = await tempFolder()
    for (const name of ['a.jpg', 'voice.mp3']) await writeFile(join(folder, name), name)
    const onAsset = () =>
      farm.answerNext(/assets$/, ({ body }, response) => {
        onAsset()
        response.status(201).json({ id: `asset:${(body as Buffer).toString()}` })
      })
    onAsset()
    const written = {
      version: 1,
      scenes: [
        { image: 'a.jpg', duration: 2, voiceover: { source: 'voice.mp3' } },
        { image: 'a.jpg', duration: 2 },
        { image: 'https://example.com/b.jpg', duration: 2 },
      ],
    }
    await writeFile(join(folder, 'film.json'), JSON.stringify(written))
    const film = await sendFilmFiles(createClient({ baseUrl: farm.url }), join(folder, 'film.json'))
    expect(film.scenes.map(({ image }) => image)).toEqual(['asset:a.jpg', 'asset:a.jpg', 'https://example.com/b.jpg'])
    expect(film.scenes[0]?.voiceover).toEqual({ source: 'asset:voice.mp3' })
    expect(farm.requests.length).toBe(2)
    expect(JSON.parse(await readFile(join(folder, 'film.json'), 'utf8'))).toEqual(written)
  })

  it('tells quantiles of what was measured, and nothing of nothing', () => {
    expect(quantilesOf([])).toBeNull()
    expect(quantilesOf([5])).toEqual({ count: 1, medianMs: 5, p99Ms: 5, worstMs: 5 })
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(quantilesOf(hundred)).toEqual({ count: 100, medianMs: 50, p99Ms: 99, worstMs: 100 })
  })
})
