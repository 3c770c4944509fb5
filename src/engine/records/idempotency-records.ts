import type { Session } from '../database.ts'

export type KnownKey = { readonly owner: string; readonly key: string; readonly renderId: string; readonly bodyHash: string }

/** Those of the last 24 hours. */
export function findIdempotencyKeys(session: Session, keys: readonly Pick<KnownKey, 'owner' | 'key'>[]): Promise<readonly KnownKey[]> {
  return session.query<KnownKey>(
    `select owner, key, render_id as "renderId", body_hash as "bodyHash" from framefarm.idempotency_keys
     where (owner, key) in (select * from unnest($1::text[], $2::text[])) and created_at > now() - interval '24 hours'`,
    [keys.map(({ owner }) => owner), keys.map(({ key }) => key)],
  )
}

/** In place of those of the same name that have had their time. @returns false where another coordinator has been quicker with one of them */
export async function insertIdempotencyKeys(session: Session, keys: readonly KnownKey[]): Promise<boolean> {
  const inserted = await session.query(
    `insert into framefarm.idempotency_keys as kept (owner, key, body_hash, render_id)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
     on conflict (owner, key) do update set body_hash = excluded.body_hash, render_id = excluded.render_id, created_at = now()
       where kept.created_at <= now() - interval '24 hours' returning key`,
    [keys.map(({ owner }) => owner), keys.map(({ key }) => key), keys.map(({ bodyHash }) => bodyHash), keys.map(({ renderId }) => renderId)],
  )
  return inserted.length === keys.length
}

export async function pruneIdempotencyKeys(session: Session): Promise<void> {
  await session.query(`delete from framefarm.idempotency_keys where created_at <= now() - interval '24 hours'`)
}
