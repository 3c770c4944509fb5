import { isOver } from '../api/render-states.ts'
import type { RenderEvent } from '../api/render-event.ts'
import { eventsAfter } from '../engine/records/event-records.ts'
import { findRender } from '../engine/records/render-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'

const pageSize = 200

/** How often the database is asked for what other coordinators have recorded, and whether a render is over that nothing is heard of. */
const sharedPollMs = 1000
const ownPollMs = 15_000

type Following = { readonly id: string; readonly owner: string; readonly afterId: number; readonly signal: AbortSignal }

/** Every event after one, then new ones as they come; ends after the last of a render that is over. */
export async function* followEvents(context: CoordinatorContext, following: Following): AsyncGenerator<RenderEvent, void, undefined> {
  const { id, afterId } = following
  const signal = AbortSignal.any([following.signal, context.closing])
  using subscription = context.feed.subscribe(id)
  let last = afterId
  while (!signal.aborted) {
    const recorded = await eventsAfter(context.engine.database, id, { id: last, limit: pageSize })
    for (const event of recorded) {
      yield event
      last = event.id
    }
    if (recorded.length === pageSize) continue
    if (await isAtEnd(context, following, last)) return
    for await (const event of liveEvents(context, subscription, { last, signal })) {
      yield event
      last = event.id
    }
  }
}

/** Events that follow each other without a gap, until it is time to look into the database again. */
async function* liveEvents(
  { engine }: CoordinatorContext,
  subscription: ReturnType<CoordinatorContext['feed']['subscribe']>,
  { last, signal }: { readonly last: number; readonly signal: AbortSignal },
): AsyncGenerator<RenderEvent, void, undefined> {
  let before = last
  for (;;) {
    const events = await subscription.next(engine.isShared ? sharedPollMs : ownPollMs, signal)
    if (events.length === 0) return
    for (const event of events) {
      if (event.id <= before) continue
      if (event.id > before + 1) return
      yield event
      before = event.id
      if (event.type === 'state' && isOver(event.state)) return
    }
  }
}

async function isAtEnd({ engine }: CoordinatorContext, { id, owner }: Following, last: number): Promise<boolean> {
  const render = await findRender(engine.database, id, owner)
  return render === null || (isOver(render.state) && render.lastEvent <= last)
}
