import type { RenderEvent } from '../../src/api/render-event.ts'
import type { FarmLoad } from '../../src/api/farm-load.ts'
import type { DeliveredFile, IdempotencyKey, Owner, RenderFarm, RenderFilter, WebhookBook } from '../../src/api/render-farm.ts'
import type { RenderRequest } from '../../src/api/render-request.ts'
import { isOver, type RenderState } from '../../src/api/render-states.ts'
import type { Render } from '../../src/api/render.ts'
import type { MachineFault } from '../../src/api/worker-facts.ts'
import { FramefarmError } from '../../src/shared/errors.ts'
import { newRender } from './new-render.ts'
import { workerFactsOf } from './worker-facts-of.ts'

type Kept = {
  render: Render
  readonly film: RenderRequest['film']
  readonly owner: Owner
  readonly events: RenderEvent[]
  files: readonly DeliveredFile[]
  readonly number: number
}
type Told = RenderEvent extends infer Event ? (Event extends RenderEvent ? Omit<Event, 'id' | 'at'> : never) : never

/** A farm that keeps its renders in memory and renders nothing: tests say what happens to them. */
export class MemoryFarm implements RenderFarm {
  readonly #renders = new Map<string, Kept>()
  readonly #keys = new Map<string, { readonly bodyHash: string; readonly id: string }>()
  readonly #waiting = new Set<() => void>()
  /** Renders that may wait; one more is refused. */
  maxQueued = 1000
  speed: number | null = null
  /** Of its one worker's machine. */
  fault: MachineFault | null = null
  /** Who follows events just now. */
  readers = 0
  /** Requests with these keys are being answered just now. */
  readonly keysInFlight = new Set<string>()

  async submit(request: RenderRequest, owner: Owner, idempotency: IdempotencyKey | null) {
    const key = idempotency && JSON.stringify([owner, idempotency.key])
    const earlier = key === null ? undefined : this.#keys.get(key)
    if (idempotency && this.keysInFlight.has(idempotency.key))
      throw new FramefarmError('IDEMPOTENCY_IN_FLIGHT', 'a request with this key is being answered')
    if (earlier && earlier.bodyHash !== idempotency?.bodyHash)
      throw new FramefarmError('IDEMPOTENCY_MISMATCH', 'the key was used for another request')
    if (earlier) return { render: this.#kept(earlier.id).render, isReplay: true }
    if (this.#inState('queued').length >= this.maxQueued) throw new FramefarmError('QUEUE_FULL', `${this.maxQueued} renders wait`)
    const { metadata, priority, destination, onSceneFailure } = request
    const render = newRender({ metadata, priority, destination: destination ?? null, onSceneFailure })
    this.#renders.set(render.id, { render, film: request.film, owner, events: [], files: [], number: this.#renders.size })
    if (key !== null && idempotency) this.#keys.set(key, { bodyHash: idempotency.bodyHash, id: render.id })
    this.#tell(render.id, { type: 'state', state: 'queued' })
    return { render, isReplay: false }
  }

  async isKnownKey(key: string, owner: Owner) {
    return this.#keys.has(JSON.stringify([owner, key]))
  }

  async find(id: string, owner: Owner) {
    return this.#of(id, owner)?.render ?? null
  }

  async film(id: string, owner: Owner) {
    return this.#of(id, owner)?.film ?? null
  }

  async list({ states, createdAfter, createdBefore, limit, pageToken }: RenderFilter, owner: Owner) {
    const before = pageToken === undefined ? Infinity : Number(Buffer.from(pageToken, 'base64url').toString())
    if (Number.isNaN(before) || before === 0) throw new FramefarmError('PAGE_TOKEN_WRONG', 'the page token is none of this farm')
    const fitting = [...this.#renders.values()].toReversed().filter((kept) => {
      const at = Date.parse(kept.render.createdAt)
      const isInTime = at >= (createdAfter?.getTime() ?? 0) && at <= (createdBefore?.getTime() ?? Infinity)
      return kept.owner === owner && kept.number < before && isInTime && (states?.includes(kept.render.state) ?? true)
    })
    const page = fitting.slice(0, limit)
    const last = page.at(-1)
    const nextPageToken = last && fitting.length > limit ? Buffer.from(String(last.number)).toString('base64url') : null
    return { renders: page.map(({ render }) => render), nextPageToken }
  }

  async cancel(id: string, owner: Owner) {
    const kept = this.#of(id, owner)
    if (kept && !isOver(kept.render.state)) this.move(id, kept.render.state === 'queued' ? 'cancelled' : 'cancelling')
    return kept?.render ?? null
  }

  async retry(id: string, owner: Owner) {
    const kept = this.#of(id, owner)
    if (!kept) return null
    if (kept.render.state !== 'failed' && kept.render.state !== 'cancelled')
      throw new FramefarmError('STATE_WRONG', `the render is ${kept.render.state}; failed and cancelled ones can be retried`)
    kept.render = { ...kept.render, run: kept.render.run + 1 }
    this.move(id, 'queued')
    return kept.render
  }

  async events(id: string, owner: Owner, { id: after, signal }: { readonly id: number; readonly signal: AbortSignal }) {
    const kept = this.#of(id, owner)
    return kept ? this.#follow(kept, after, signal) : null
  }

  async files(id: string, owner: Owner) {
    const kept = this.#of(id, owner)
    return kept?.render.state === 'succeeded' ? kept.files : null
  }

  async log(id: string, owner: Owner) {
    const kept = this.#of(id, owner)
    return kept ? kept.events.map((event) => `${JSON.stringify({ renderId: id, msg: event.type })}\n`).join('') : null
  }

  /** Of every owner; nothing is sent. */
  readonly webhooks: WebhookBook = {
    deliveries: async (id, owner) => (this.#of(id, owner) ? [] : null),
    replay: async () => false,
    secret: async (owner) => `whsec_${Buffer.from(`secret of ${owner}`).toString('base64')}`,
    rotateSecret: async (owner) => `whsec_${Buffer.from(`new secret of ${owner}`).toString('base64')}`,
  }

  async usage(owner: Owner, since: Date) {
    const own = [...this.#renders.values()].filter((kept) => kept.owner === owner).map(({ render }) => render)
    return {
      active: own.filter(({ state }) => !isOver(state)).length,
      created: own.filter(({ createdAt }) => Date.parse(createdAt) >= since.getTime()).length,
    }
  }

  async load(): Promise<FarmLoad> {
    const queued = this.#inState('queued')
    return {
      queuedRenders: queued.length,
      runningRenders: this.#inState('rendering').length,
      queuedFrames: queued.length * 100,
      oldestQueuedSeconds: 0,
      framesPerSecond: this.speed,
      secondsOfWork: queued.length * 10,
      targetWaitSeconds: 60,
      wishedWorkers: Math.ceil(queued.length / 6),
      workers: [{ ...workerFactsOf(), fault: this.fault, busySlots: 1, seenSecondsAgo: 0.5 }],
    }
  }

  /** Puts a render into a state, with the files that it has then. */
  move(id: string, state: RenderState, files: readonly DeliveredFile[] = []): void {
    const kept = this.#kept(id)
    kept.render = { ...kept.render, state, outputs: files.map(({ file }) => file) }
    kept.files = files
    this.#tell(id, { type: 'state', state })
  }

  warn(id: string, message: string): void {
    this.#tell(id, { type: 'warning', message })
  }

  #tell(id: string, event: Told): void {
    const { events } = this.#kept(id)
    events.push({ ...event, id: events.length + 1, at: new Date().toISOString() })
    for (const wake of this.#waiting) wake()
  }

  async *#follow(kept: Kept, after: number, signal: AbortSignal): AsyncGenerator<RenderEvent> {
    this.readers += 1
    try {
      for (let next = after; !signal.aborted;) {
        const event = kept.events[next]
        if (event) {
          next += 1
          yield event
        } else if (isOver(kept.render.state)) return
        else await this.#news(signal)
      }
    } finally {
      this.readers -= 1
    }
  }

  async #news(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.add(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    this.#waiting.delete(resolve)
  }

  #of(id: string, owner: Owner): Kept | null {
    const kept = this.#renders.get(id)
    return kept?.owner === owner ? kept : null
  }

  #kept(id: string): Kept {
    const kept = this.#renders.get(id)
    if (!kept) throw new Error(`no render ${id}`)
    return kept
  }

  #inState(state: RenderState): readonly Kept[] {
    return [...this.#renders.values()].filter(({ render }) => render.state === state)
  }
}
