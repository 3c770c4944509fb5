import type { RenderState } from '../../api/render-states.ts'
import type { Session } from '../database.ts'

export type LeaseRow = { readonly id: string; readonly attempt: number; readonly renderId: string }

type LeaseKey = Pick<LeaseRow, 'id' | 'attempt'>
/** A lease, as it is named by the workers of an account: it has to be theirs. */
export type HeldKey = LeaseKey & { readonly account: string }

/** How a worker is written in the tables: by its account, and its own name in it. */
export function workerName(account: string, name: string): string {
  return `${account}/${name}`
}

/** Of a worker, by how it is written in the tables. */
export function accountOf(worker: string): string {
  return worker.split('/')[0] ?? ''
}

const account = `split_part(worker, '/', 1)`

/** @returns the state of the lease's render; null where the lease is not held by this attempt */
export async function touchLease(session: Session, { id, attempt, account: of }: HeldKey, framesDone: number): Promise<RenderState | null> {
  const [touched] = await session.query<{ readonly state: RenderState }>(
    `update framefarm.leases l set touched_at = now(), frames_done = greatest(frames_done, $3::integer) from framefarm.renders r
     where l.id = $1 and l.attempt = $2 and ${account} = $4 and r.id = l.render_id returning r.state`,
    [id, attempt, framesDone, of],
  )
  return touched?.state ?? null
}

type EndedLease = { readonly worker: string; /** How long it was held. */ readonly seconds: number }

/** null where it is not held by this attempt. */
export async function deleteLease(session: Session, { id, attempt, account: of }: HeldKey): Promise<EndedLease | null> {
  const [row] = await session.query<EndedLease>(
    `delete from framefarm.leases where id = $1 and attempt = $2 and ${account} = $3
     returning worker, extract(epoch from now() - started_at)::float8 as seconds`,
    [id, attempt, of],
  )
  return row ?? null
}

export async function deleteLeasesOf(session: Session, renderId: string, ids: readonly string[] | null = null): Promise<void> {
  await session.query('delete from framefarm.leases where render_id = $1 and ($2::text[] is null or id = any($2::text[]))', [renderId, ids])
}

export async function countLeasesOf(session: Session, renderId: string): Promise<number> {
  const [row] = await session.query<{ readonly count: number }>('select count(*)::integer as count from framefarm.leases where render_id = $1', [
    renderId,
  ])
  return row?.count ?? 0
}

/** Leases that nobody has touched for so long, and those of accounts whose workers are known to be gone. */
export type Abandoned = { readonly silentSeconds: number; readonly goneAccounts: readonly string[] }

const isAbandoned = `(touched_at < now() - $1::float8 * interval '1 second' or ${account} = any($2::text[]))`

export function abandonedLeases(session: Session, { silentSeconds, goneAccounts }: Abandoned): Promise<readonly LeaseRow[]> {
  return session.query<LeaseRow>(`select id, attempt, render_id as "renderId" from framefarm.leases where ${isAbandoned} order by started_at`, [
    silentSeconds,
    goneAccounts,
  ])
}

/** @returns how long it was held, in seconds; null where its holder has been heard meanwhile */
export async function deleteAbandonedLease(
  session: Session,
  { id, attempt }: LeaseKey,
  { silentSeconds, goneAccounts }: Abandoned,
): Promise<number | null> {
  const [row] = await session.query<{ readonly seconds: number }>(
    `delete from framefarm.leases where ${isAbandoned} and id = $3 and attempt = $4 returning extract(epoch from touched_at - started_at)::float8 as seconds`,
    [silentSeconds, goneAccounts, id, attempt],
  )
  return row?.seconds ?? null
}

/** Who holds work could not be heard while nobody was there to hear. */
export async function touchAllLeases(session: Session): Promise<void> {
  await session.query('update framefarm.leases set touched_at = now()')
}
