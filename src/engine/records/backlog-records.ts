import type { Session } from '../database.ts'

export type Backlog = { readonly leases: number; readonly waitingWebhooks: number; readonly overdueWebhookSeconds: number }

/** What workers hold, and which webhooks are still to be sent. One that is being sent counts as due again only when its hold has ended. */
export async function backlogOf(session: Session): Promise<Backlog> {
  const [backlog] = await session.query<Backlog>(
    `select (select count(*) from framefarm.leases)::integer as leases, count(*)::integer as "waitingWebhooks",
       greatest(coalesce(extract(epoch from now() - min(next_at)), 0), 0)::float8 as "overdueWebhookSeconds"
     from framefarm.webhook_deliveries where state = 'waiting'`,
  )
  return backlog ?? { leases: 0, waitingWebhooks: 0, overdueWebhookSeconds: 0 }
}
