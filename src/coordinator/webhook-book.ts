import type { WebhookBook } from '../api/render-farm.ts'
import { deliveriesOf, replayDelivery } from '../engine/records/delivery-records.ts'
import { findRender } from '../engine/records/render-records.ts'
import { rotateWebhookSecret, webhookSecretOf } from '../engine/records/secret-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { ownerName } from './owner-name.ts'

/** For so long a new secret and the one before both sign, so that endpoints can change over. */
const overlapSeconds = 24 * 3600

/** What becomes of webhooks, and the secrets that they are signed with. */
export function webhookBook({ engine: { database } }: Pick<CoordinatorContext, 'engine'>): WebhookBook {
  return {
    deliveries: async (id, owner) => {
      if (!(await findRender(database, id, ownerName(owner)))) return null
      const rows = await deliveriesOf(database, id)
      return rows.map(({ eventAt, nextAt, lastAt, ...row }) => ({
        ...row,
        eventAt: eventAt.toISOString(),
        nextAt: row.state === 'waiting' ? (nextAt?.toISOString() ?? null) : null,
        lastAt: lastAt?.toISOString() ?? null,
      }))
    },
    replay: async (id, delivery, owner) => (await findRender(database, id, ownerName(owner))) !== null && replayDelivery(database, id, delivery),
    secret: (owner) => database.transaction((session) => webhookSecretOf(session, ownerName(owner))),
    rotateSecret: (owner) => database.transaction((session) => rotateWebhookSecret(session, ownerName(owner), overlapSeconds)),
  }
}
