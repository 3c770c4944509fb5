import type { Session } from '../database.ts'

export type KnownKey = { readonly renderId: string; readonly bodyHash: string }

/** Of the last 24 hours. */
export async function findIdempotencyKey(session: Session, owner: string, key: string): Promise<KnownKey | null> {
  const [row] = await session.query<KnownKey>(
    `select render_id as "renderId", body_hash as "bodyHash" from framefarm.idempotency_keys
     where owner = $1 and key = $2 and created_at > now() - interval '24 hours'`,
    [owner, key],
  )
  return row ?? null
}

type NewKey = { readonly owner: string; readonly key: string; readonly bodyHash: string; readonly renderId: string }

/** In place of one of the same name that has had its time. @returns false where another coordinator has been quicker */
export async function insertIdempotencyKey(session: Session, { owner, key, bodyHash, renderId }: NewKey): Promise<boolean> {
  const inserted = await session.query(
    `insert into framefarm.idempotency_keys as kept (owner, key, body_hash, render_id) values ($1, $2, $3, $4)
     on conflict (owner, key) do update set body_hash = excluded.body_hash, render_id = excluded.render_id, created_at = now()
       where kept.created_at <= now() - interval '24 hours' returning key`,
    [owner, key, bodyHash, renderId],
  )
  return inserted.length > 0
}

export async function pruneIdempotencyKeys(session: Session): Promise<void> {
  await session.query(`delete from framefarm.idempotency_keys where created_at <= now() - interval '24 hours'`)
}
