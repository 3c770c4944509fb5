import type { WorkerFacts } from '../../api/worker-facts.ts'
import type { Session } from '../database.ts'
import type { LeaseRow } from './lease-records.ts'
import { liveWorkers } from './worker-records.ts'

export type OwnerLoad = {
  readonly owner: string
  readonly leases: number
  /** Memory for what one worker holds of it. */
  readonly heldBytes: number
}

const isOpen = `state not in ('succeeded', 'failed', 'cancelled')`
const isUnplanned = `state in ('queued', 'preparing')`
const isReady = `j.name = 'work' and j.state < 'active' and not j.blocked and j.start_after <= now()`

/** Everybody with renders that are not over, and how much of their work is held; who came first is first. */
export function loadsOfOwners(session: Session, worker: string): Promise<readonly OwnerLoad[]> {
  return session.query<OwnerLoad>(
    `select waiting.owner, coalesce(held.count, 0) as leases, coalesce(held.bytes, 0) as "heldBytes"
     from (select owner, min(sequence) as first from framefarm.renders where ${isOpen} group by owner) waiting
     left join (
       select r.owner, count(*)::integer as count, sum(r.needs_memory_bytes) filter (where l.worker = $1) as bytes
       from framefarm.leases l join framefarm.renders r on r.id = l.render_id group by r.owner) held using (owner)
     order by waiting.first`,
    [worker],
  )
}

/** A worker, by what decides which work it may have. */
export type Fitness = Pick<WorkerFacts, 'id' | 'toolchain' | 'encoders'> & {
  readonly freeBytes: number
  /** Numbers of renders that are not asked for. */
  readonly passed: readonly number[]
}

export type Claim = {
  readonly owner: string
  /** Its number. */
  readonly render: number
  /** null where another coordinator is just taking all that the render has. */
  readonly held: LeaseRow | null
}

/**
 * Gives a worker the first job of the render whose turn it is, of the first of these owners that has one with work that can be begun now
 * and that the worker can do. Job and lease are taken in one statement: everybody waits for it.
 * A job has the number of its render where pg-boss has its priority, so that each look is one step into its index. `offset 0` keeps
 * PostgreSQL from looking at the jobs of all renders at once.
 */
export async function claimNext(session: Session, owners: readonly string[], fitness: Fitness): Promise<Claim | null> {
  const { id, toolchain, encoders, freeBytes, passed } = fitness
  const [claim] = await session.query<Omit<Claim, 'held'> & { readonly renderId: string; readonly id: string | null; readonly attempt: number }>(
    `with mine as materialized (
       select asked.owner, its.id, its.sequence from unnest($1::text[]) with ordinality as asked (owner, place)
       cross join lateral (
         select r.id, r.sequence from framefarm.renders r
         where r.owner = asked.owner and ${isOpen} and r.needs_memory_bytes <= $2 and r.needs_encoders <@ $3::text[]
           and (${isUnplanned} or r.toolchain = $4) and r.sequence <> all($5::integer[])
           and exists (select 1 from pgboss.job j where ${isReady} and j.priority = r.sequence offset 0)
         order by r.priority desc, r.due_at, r.sequence limit 1) its
       order by asked.place limit 1),
     first as materialized (
       select j.id from pgboss.job j, mine where ${isReady} and j.priority = mine.sequence
       order by j.created_on, (j.data ->> 'output')::integer, (j.data ->> 'chunk')::integer limit 1 for update of j skip locked),
     taken as (
       update pgboss.job j set state = 'active', started_on = now(), heartbeat_on = now(),
         retry_count = retry_count + case when j.started_on is null then 0 else 1 end
       from first where j.name = 'work' and j.id = first.id returning j.data, j.retry_count as attempt),
     held as (
       insert into framefarm.leases (id, attempt, render_id, worker, output, chunk)
       select data ->> 'key', attempt, mine.id, $6, (data ->> 'output')::integer, (data ->> 'chunk')::integer from taken, mine
       returning id, attempt)
     select mine.owner, mine.sequence as render, mine.id as "renderId", held.id, held.attempt from mine left join held on true`,
    [owners, freeBytes, encoders, toolchain, passed, id],
  )
  if (!claim) return null
  const { owner, render, ...held } = claim
  return { owner, render, held: held.id === null ? null : { ...held, id: held.id } }
}

export type StrandedRender = { readonly id: string; readonly isPlanned: boolean }

/** For how long a worker that could do the work must not have been heard of: with the toolchain of a plan, or to make any. */
export type Patience = { readonly toolchainSeconds: number; readonly workerSeconds: number }

/** Renders that nobody works on, and that none of the workers could go on with. Nothing is stranded while there are no workers at all. */
export function strandedRenders(session: Session, { toolchainSeconds, workerSeconds }: Patience): Promise<readonly StrandedRender[]> {
  return session.query<StrandedRender>(
    `with seen as materialized (select * from ${liveWorkers} w where alive_at > now() - greatest($1::float8, $2::float8) * interval '1 second' and fault is null)
     select r.id, not ${isUnplanned} as "isPlanned" from framefarm.renders r
     cross join lateral (select case when ${isUnplanned} then $2::float8 else $1::float8 end * interval '1 second' as patience) its
     where ${isOpen} and r.state <> 'cancelling' and r.created_at < now() - its.patience
       and exists (select 1 from seen where alive_at > now() - $1::float8 * interval '1 second')
       and not exists (select 1 from framefarm.leases l where l.render_id = r.id)
       and not exists (select 1 from seen s where s.alive_at > now() - its.patience and s.memory_bytes >= r.needs_memory_bytes
         and r.needs_encoders <@ s.encoders and (${isUnplanned} or s.toolchain = r.toolchain))
     order by r.sequence`,
    [toolchainSeconds, workerSeconds],
  )
}

type OtherThan = { readonly renderId: string; readonly worker: string; readonly seconds: number }

/** Whether another worker was heard of within so many seconds that could do the work of the render. */
export async function hasOtherWorker(session: Session, { renderId, worker, seconds }: OtherThan): Promise<boolean> {
  const [other] = await session.query(
    `select 1 from framefarm.renders r join ${liveWorkers} s on s.id <> $2 and s.fault is null
       and s.memory_bytes >= r.needs_memory_bytes and r.needs_encoders <@ s.encoders and (${isUnplanned} or s.toolchain = r.toolchain)
     where r.id = $1 and s.alive_at > now() - $3::float8 * interval '1 second' limit 1`,
    [renderId, worker, seconds],
  )
  return other !== undefined
}
