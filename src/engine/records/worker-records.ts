import type { MachineFault, WorkerFacts } from '../../api/worker-facts.ts'
import type { Session } from '../database.ts'

export type SeenWorker = Omit<WorkerFacts, 'fault'> & {
  /** What keeps it from work; null where nothing does. */
  readonly fault: MachineFault | null
  /** Pieces of work that it holds. */
  readonly busySlots: number
  readonly seenSecondsAgo: number
}

/** Every worker with its last sign of life: it asks for work, or touches what it has. */
export const liveWorkers = `(
  select w.*, coalesce(held.count, 0) as busy_slots, greatest(w.seen_at, held.touched_at) as alive_at
  from framefarm.workers w
  left join (select worker, count(*)::integer as count, max(touched_at) as touched_at from framefarm.leases group by worker) held on held.worker = w.id)`

/** Takes down that these have asked just now, and what they can do. */
export async function seeWorkers(session: Session, workers: readonly WorkerFacts[]): Promise<void> {
  if (workers.length === 0) return
  const rows = workers.map(({ memoryBytes, ...facts }) => ({ ...facts, memory_bytes: memoryBytes }))
  await session.query(
    `insert into framefarm.workers (id, slots, cores, memory_bytes, toolchain, encoders, versions, fault)
     select id, slots, cores, memory_bytes, toolchain, array(select json_array_elements_text(encoders)), versions, fault
     from json_to_recordset($1::text::json)
       as seen (id text, slots integer, cores integer, memory_bytes float8, toolchain text, encoders json, versions json, fault json)
     on conflict (id) do update set slots = excluded.slots, cores = excluded.cores, memory_bytes = excluded.memory_bytes,
       toolchain = excluded.toolchain, encoders = excluded.encoders, versions = excluded.versions, fault = excluded.fault,
       seen_at = now()`,
    [JSON.stringify(rows)],
  )
}

/** Those that were heard of within so many seconds. */
export function workersSeenWithin(session: Session, seconds: number): Promise<readonly SeenWorker[]> {
  return session.query<SeenWorker>(
    `select id, slots, cores, memory_bytes as "memoryBytes", toolchain, encoders, versions, fault, busy_slots as "busySlots",
       greatest(0, extract(epoch from now() - alive_at))::float8 as "seenSecondsAgo"
     from ${liveWorkers} w where alive_at > now() - $1::float8 * interval '1 second' order by id`,
    [seconds],
  )
}

export async function forgetWorkers(session: Session, silentSeconds: number): Promise<void> {
  await session.query(`delete from framefarm.workers where seen_at < now() - $1::float8 * interval '1 second'`, [silentSeconds])
}
