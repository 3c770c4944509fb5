import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { onTestFinished } from 'vitest'
import type { FarmLoad } from '../../src/api/farm-load.ts'
import type { Render } from '../../src/api/render.ts'
import type { RenderEvent } from '../../src/api/render-event.ts'
import { isOver, type RenderState } from '../../src/api/render-states.ts'
import { newRender } from './new-render.ts'

type Told = RenderEvent extends infer Event ? (Event extends RenderEvent ? Omit<Event, 'id' | 'at'> : never) : never
type Seen = { readonly method: string; readonly path: string; readonly headers: Request['headers']; readonly body: Buffer }

/** A server that says what a test has it say: the HTTP interface over a list of renders in memory. */
export class ScriptedFarm {
  readonly renders = new Map<string, Render>()
  /** Every request that has come, in order. */
  readonly requests: Seen[] = []
  readonly files = new Map<string, Buffer>()
  load: FarmLoad = {
    ...{ queuedRenders: 0, runningRenders: 0, queuedFrames: 0, oldestQueuedSeconds: 0, framesPerSecond: null },
    ...{ secondsOfWork: 0, targetWaitSeconds: 60, wishedWorkers: 0, workers: [] },
  }
  /** Requests without it are refused, where it is set. */
  apiKey: string | null = null
  readonly #events = new Map<string, RenderEvent[]>()
  readonly #listeners = new Map<Response, string>()
  readonly #answers: { readonly path: RegExp; readonly answer: RequestHandler }[] = []
  readonly #keys = new Map<string, string>()
  url = ''

  add(part: Partial<Render> = {}): Render {
    const render = newRender(part)
    this.renders.set(render.id, render)
    this.#events.set(render.id, [])
    return render
  }

  /** Changes the render as the event says, and tells all who listen. */
  tell(id: string, told: Told): void {
    const events = this.#events.get(id) ?? []
    const event: RenderEvent = { ...told, id: events.length + 1, at: new Date().toISOString() }
    events.push(event)
    if (event.type === 'state') this.change(id, { state: event.state })
    if (event.type === 'progress') this.change(id, { progress: event.progress })
    for (const [response, of] of this.#listeners) if (of === id) this.#write(response, event)
  }

  change(id: string, part: Partial<Render>): void {
    const render = this.renders.get(id)
    if (render) this.renders.set(id, { ...render, ...part })
  }

  eventCount(id: string): number {
    return this.#events.get(id)?.length ?? 0
  }

  /** How many listen to events now. */
  get listeners(): number {
    return this.#listeners.size
  }

  /** As a proxy would that has lost its patience, or (`hard`) a cable that was cut. */
  dropListeners(how: 'end' | 'hard'): void {
    for (const response of this.#listeners.keys()) {
      if (how === 'hard') response.destroy()
      else response.end()
    }
    this.#listeners.clear()
  }

  /** What the next request to such a path gets, in place of the usual. */
  answerNext(path: RegExp, answer: RequestHandler): void {
    this.#answers.push({ path, answer })
  }

  #write(response: Response, event: RenderEvent): void {
    response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    if (event.type === 'state' && isOver(event.state)) response.end()
  }

  readonly record: RequestHandler = (request, response, next) => {
    this.requests.push({ method: request.method, path: request.originalUrl, headers: request.headers, body: request.body as Buffer })
    const index = this.#answers.findIndex(({ path }) => path.test(request.originalUrl))
    const [scripted] = index < 0 ? [] : this.#answers.splice(index, 1)
    if (scripted) return void scripted.answer(request, response, next)
    const isApi = request.path.startsWith('/v1/')
    if (isApi && this.apiKey !== null && request.headers.authorization !== `Bearer ${this.apiKey}`) {
      return refuse(response, 401, 'KEY_WRONG', 'the request has no API key')
    }
    return next()
  }

  readonly submit: RequestHandler = (request, response) => {
    const { metadata } = JSON.parse((request.body as Buffer).toString()) as { readonly metadata?: Render['metadata'] }
    const key = request.get('idempotency-key') ?? randomBytes(8).toString('hex')
    const id = this.#keys.get(key) ?? this.add(metadata ? { metadata } : {}).id
    this.#keys.set(key, id)
    response.status(202).location(`/v1/renders/${id}`).json(this.renders.get(id))
  }

  readonly list: RequestHandler = (request, response) => {
    const { state, page_size: size, page_token: token } = request.query as Readonly<Record<string, string | undefined>>
    const all = [...this.renders.values()].toReversed().filter((render) => state === undefined || state.split(',').includes(render.state))
    const from = Number(token ?? 0)
    const to = from + Number(size ?? 20)
    response.json({ renders: all.slice(from, to), nextPageToken: to < all.length ? String(to) : null })
  }

  readonly events: RequestHandler<{ id: string }> = (request, response) => {
    const { id } = request.params
    response.set('Content-Type', 'text/event-stream').flushHeaders()
    response.write('retry: 20\n: here\n\n')
    const after = Number(request.get('last-event-id') ?? 0)
    this.#listeners.set(response, id)
    response.once('close', () => this.#listeners.delete(response))
    const events = this.#events.get(id) ?? []
    for (const event of events.filter((one) => one.id > after))
      response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    if (isOver(this.renders.get(id)?.state ?? 'failed')) response.end()
  }

  /** Cancel and retry. */
  moveTo(to: RenderState): RequestHandler<{ id: string }> {
    return (request, response) => {
      this.tell(request.params.id, { type: 'state', state: to })
      response.status(202).json(this.renders.get(request.params.id))
    }
  }

  /** A file of any render. */
  sendFile(response: Response, name: string): void {
    const file = this.files.get(name)
    if (file) response.type(name.split('.').pop() ?? '').send(file)
    else refuse(response, 404, 'NOT_FOUND', 'there is no such file')
  }
}

/** Listens on this machine until the test ends. `page` is asked for what the interface has not. */
export async function scriptedFarm(page?: RequestHandler): Promise<ScriptedFarm> {
  const farm = new ScriptedFarm()
  const app = express()
  app.use(express.raw({ type: () => true, limit: '100mb' }), farm.record)
  app.post('/v1/renders', farm.submit)
  app.get('/v1/renders', farm.list)
  app.post('/v1/validate', (_request, response) => void response.json({ valid: true, faults: [], warnings: [], timeline: null }))
  app.post(
    '/v1/estimate',
    (_request, response) => void response.json({ frames: 60, durationSeconds: 2, renderSeconds: 1, waitSeconds: 0, cost: null }),
  )
  app.get('/v1/templates', (_request, response) => void response.json({ templates: [] }))
  app.get('/v1/farm', (_request, response) => void response.json(farm.load))
  app.use('/v1/renders/:id', (request, response, next) => {
    if (farm.renders.has(request.params.id)) next()
    else refuse(response, 404, 'NOT_FOUND', 'there is no such render')
  })
  app.get('/v1/renders/:id', (request, response) => void response.json(farm.renders.get(request.params.id)))
  app.get('/v1/renders/:id/events', farm.events)
  app.post('/v1/renders/:id/cancel', farm.moveTo('cancelled'))
  app.post('/v1/renders/:id/retry', farm.moveTo('queued'))
  app.get(
    '/v1/renders/:id/log',
    (_request, response) =>
      void response.type('application/x-ndjson').send(`${JSON.stringify({ level: 30, time: 1_790_000_000_000, msg: 'chunk 3 of 15 is ready' })}\n`),
  )
  app.get('/v1/renders/:id/files/:name', (request, response) => farm.sendFile(response, request.params.name))
  app.get('/v1/renders/:id/film', (_request, response) => farm.sendFile(response, 'film.mp4'))
  app.get('/v1/renders/:id/poster', (_request, response) => farm.sendFile(response, 'poster.jpg'))
  if (page) app.use(page)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  farm.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(async () => {
    const closed = Promise.withResolvers<void>()
    server.close(() => closed.resolve())
    server.closeAllConnections()
    await closed.promise
  })
  return farm
}

export function refuse(response: Response, status: number, code: string, detail: string): void {
  response
    .status(status)
    .type('application/problem+json')
    .json({ type: `/docs/errors#${code}`, title: code, status, detail, instance: 'urn:test', code, hint: 'do it right' })
}
