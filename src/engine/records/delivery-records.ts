import { randomBytes } from 'node:crypto'
import type { AttemptOutcome, WebhookDelivery } from '../../webhooks/webhook-delivery.ts'
import type { Session } from '../database.ts'

type DeliveryRow = {
  readonly id: string
  readonly type: string
  readonly url: string
  readonly state: AttemptOutcome['state']
  readonly attempts: number
  readonly eventAt: Date
  readonly nextAt: Date | null
  readonly lastAt: Date | null
  readonly lastStatus: number | null
  readonly lastReason: string | null
}

type NewDelivery = { readonly renderId: string; readonly owner: string; readonly type: string; readonly url: string; readonly data: unknown }

export async function insertDelivery(session: Session, { renderId, owner, type, url, data }: NewDelivery): Promise<void> {
  const eventAt = new Date()
  const body = JSON.stringify({ type, timestamp: eventAt.toISOString(), data })
  await session.query(
    `insert into framefarm.webhook_deliveries (id, render_id, owner, type, url, body, event_at, next_at) values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [`msg_${randomBytes(16).toString('hex')}`, renderId, owner, type, url, body, eventAt],
  )
}

/** Those whose time has come, oldest first, each for `holdMs`: after that others may take it. */
export function takeDeliveries(session: Session, limit: number, holdMs: number): Promise<readonly WebhookDelivery[]> {
  return session.query<WebhookDelivery>(
    `update framefarm.webhook_deliveries d set next_at = now() + $2::float8 * interval '1 millisecond'
     where id in (select id from framefarm.webhook_deliveries where state = 'waiting' and next_at <= now() order by next_at limit $1 for update skip locked)
     returning id, url, body, attempts, event_at as "eventAt", array(select secret from framefarm.webhook_secrets s
       where s.owner = d.owner and (expires_at is null or expires_at > now()) order by expires_at nulls first) as secrets`,
    [limit, holdMs],
  )
}

/** What has become of an attempt. */
export async function settleDelivery(session: Session, id: string, outcome: AttemptOutcome): Promise<void> {
  await session.query(
    `update framefarm.webhook_deliveries set state = $2, next_at = $3, last_at = $4, last_status = $5, last_reason = $6::text::json, attempts = attempts + 1
     where id = $1`,
    [id, outcome.state, outcome.nextAt, outcome.at, outcome.status, JSON.stringify(outcome.reason)],
  )
}

/** Of a render, oldest first. */
export function deliveriesOf(session: Session, renderId: string): Promise<readonly DeliveryRow[]> {
  return session.query<DeliveryRow>(
    `select id, type, url, state, attempts, event_at as "eventAt", next_at as "nextAt", last_at as "lastAt", last_status as "lastStatus", last_reason as "lastReason"
     from framefarm.webhook_deliveries where render_id = $1 order by sequence`,
    [renderId],
  )
}

/** Sends a delivery once more, with a new day to arrive in. @returns false where the render has none with this id */
export async function replayDelivery(session: Session, renderId: string, id: string): Promise<boolean> {
  const replayed = await session.query(
    `update framefarm.webhook_deliveries set state = 'waiting', next_at = now(), event_at = now(), attempts = 0 where render_id = $1 and id = $2 returning id`,
    [renderId, id],
  )
  return replayed.length > 0
}
