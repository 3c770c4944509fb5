import type { RenderEvent } from '../api/render-event.ts'
import { isOver, nextStates, type RenderState } from '../api/render-states.ts'
import type { Session } from '../engine/database.ts'
import { insertEvent, type NewEvent } from '../engine/records/event-records.ts'
import { insertLogLine, type LogLine } from '../engine/records/log-records.ts'
import { lockRender, updateRender, type RenderPatch, type RenderRow } from '../engine/records/render-records.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { addStateWebhook } from './render-webhooks.ts'
import type { WorkEvent } from './work-event.ts'

/** A render that this process alone may change, until its transaction ends. */
export class RenderChange {
  readonly session: Session
  readonly #events: RenderEvent[] = []
  readonly #workEvents: WorkEvent[] = []
  #row: RenderRow
  #hasNewWork = false

  constructor(session: Session, row: RenderRow) {
    this.session = session
    this.#row = row
  }

  /** As it is now. */
  get row(): RenderRow {
    return this.#row
  }

  async set(patch: RenderPatch): Promise<void> {
    await updateRender(this.session, { id: this.#row.id, from: this.#row.state }, patch)
    this.#row = { ...this.#row, ...patch }
  }

  /** @throws STATE_WRONG where the render cannot go there from where it is */
  async go(state: RenderState, patch: RenderPatch = {}): Promise<void> {
    const { id, state: before } = this.#row
    if (!nextStates[before].includes(state)) throw new FramefarmError('STATE_WRONG', `render ${id} is ${before} and cannot become ${state}`)
    await this.set({ state, ...patch })
    await this.tell({ type: 'state', state })
    await this.log({ level: state === 'failed' ? 'error' : 'info', message: `render is ${state}`, state, ...(patch.error && { error: patch.error }) })
    await addStateWebhook(this, before)
  }

  async tell(event: NewEvent): Promise<void> {
    this.#events.push(await insertEvent(this.session, this.#row.id, event))
  }

  async log(line: LogLine): Promise<void> {
    await insertLogLine(this.session, this.#row.id, { render: this.#row.id, ...line })
  }

  /** Whoever watches the farm is told when the transaction has ended well. */
  tellOfWork(event: WorkEvent): void {
    this.#workEvents.push(event)
  }

  /** Whoever waits for work is told when the transaction has ended well. */
  announceWork(): void {
    this.#hasNewWork = true
  }

  /** To be called after the transaction. */
  publish({ feed, work, settings }: Pick<CoordinatorContext, 'feed' | 'work' | 'settings'>): void {
    const { trace, onWork, dropFiles } = settings
    const { id, state, run, createdAt, finishedAt, error } = this.#row
    feed.publish(id, this.#events)
    for (const event of this.#workEvents) onWork(event)
    if (isOver(state) && this.#events.some(({ type }) => type === 'state')) {
      if (state !== 'succeeded') dropFiles(id)
      const failure = state === 'failed' ? (error?.message ?? state) : null
      trace?.whole(id, { name: 'render', startedAt: createdAt, endedAt: finishedAt ?? new Date(), attributes: { state, run }, failure })
    }
    if (this.#hasNewWork) work.wake()
  }
}

/** Changes a render, all of it or nothing, and then tells who listens. null where there is no such render. */
export async function changeRender<T>(context: CoordinatorContext, id: string, change: (render: RenderChange) => Promise<T>): Promise<T | null> {
  const changed = await context.engine.database.transaction(async (session) => {
    const row = await lockRender(session, id)
    if (!row) return null
    const render = new RenderChange(session, row)
    return { render, result: await change(render) }
  })
  changed?.render.publish(context)
  return changed?.result ?? null
}
