import type { RenderEvent } from '../../api/render-event.ts'
import type { Session } from '../database.ts'

/** Older ones say nothing that a later one does not say better. */
const keptProgressEvents = 20

/** An event before it has its number and time. */
export type NewEvent = RenderEvent extends infer Event ? (Event extends RenderEvent ? Omit<Event, 'id' | 'at'> : never) : never

export async function insertEvent(session: Session, renderId: string, event: NewEvent): Promise<RenderEvent> {
  const at = new Date().toISOString()
  const [row] = await session.query<{ readonly id: number }>(
    `with counted as (update framefarm.renders set last_event = last_event + 1 where id = $1 returning last_event)
     insert into framefarm.events (render_id, id, type, event) select $1, last_event, $2, $3::text::json from counted returning id`,
    [renderId, event.type, JSON.stringify({ ...event, at })],
  )
  if (!row) throw new Error(`unreachable: render ${renderId} is held, and so is there`)
  return { ...event, id: row.id, at }
}

export async function trimProgressEvents(session: Session, renderId: string): Promise<void> {
  await session.query(
    `delete from framefarm.events where render_id = $1 and type = 'progress' and id <= (
       select id from framefarm.events where render_id = $1 and type = 'progress' order by id desc offset $2 limit 1)`,
    [renderId, keptProgressEvents],
  )
}

export async function eventsAfter(
  session: Session,
  renderId: string,
  after: { readonly id: number; readonly limit: number },
): Promise<readonly RenderEvent[]> {
  const rows = await session.query<{ readonly id: number; readonly event: Omit<RenderEvent, 'id'> }>(
    'select id, event from framefarm.events where render_id = $1 and id > $2 order by id limit $3',
    [renderId, after.id, after.limit],
  )
  return rows.map(({ id, event }) => ({ ...event, id }) as RenderEvent)
}
