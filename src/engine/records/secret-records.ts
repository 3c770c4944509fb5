import { randomBytes } from 'node:crypto'
import type { Session } from '../database.ts'

/** Standard Webhooks asks for 24 to 64. */
const secretBytes = 32

/** The secret that an owner's webhooks are signed with; made when it is first asked for. */
export async function webhookSecretOf(session: Session, owner: string): Promise<string> {
  const [row] = await session.query<{ readonly secret: string }>(
    'select secret from framefarm.webhook_secrets where owner = $1 and expires_at is null order by created_at limit 1',
    [owner],
  )
  return row?.secret ?? addSecret(session, owner)
}

/** A new secret; the one before goes on signing beside it for so long. To be called in a transaction. */
export async function rotateWebhookSecret(session: Session, owner: string, overlapSeconds: number): Promise<string> {
  await session.query('delete from framefarm.webhook_secrets where owner = $1 and expires_at <= now()', [owner])
  await session.query(
    `update framefarm.webhook_secrets set expires_at = now() + $2::float8 * interval '1 second' where owner = $1 and expires_at is null`,
    [owner, overlapSeconds],
  )
  return addSecret(session, owner)
}

async function addSecret(session: Session, owner: string): Promise<string> {
  const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`
  await session.query('insert into framefarm.webhook_secrets (owner, secret) values ($1, $2)', [owner, secret])
  return secret
}
