import type { Failure, OutputFile, Render } from '../../api/render.ts'
import type { RenderRequest } from '../../api/render-request.ts'
import type { RenderState } from '../../api/render-states.ts'
import type { Session } from '../database.ts'
import { lineText } from './log-records.ts'

/** What a request says beside its film. */
type RenderTerms = Omit<RenderRequest, 'film'>

export type RenderRow = {
  readonly id: string
  readonly sequence: number
  readonly owner: string
  readonly state: RenderState
  readonly run: number
  readonly round: number
  readonly terms: RenderTerms
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly leftOut: Render['leftOut']
  /** How many of them the current plan knows of. */
  readonly leftOutPlanned: number
  readonly warnings: readonly string[]
  readonly outputs: readonly OutputFile[]
  readonly error: Failure | null
  readonly durationSeconds: number | null
  readonly prepareFailures: number
  readonly finishFailures: number
  /** How often its preparing or its end was left to another worker, in this run. */
  readonly handBacks: number
  readonly workSeconds: number
  readonly lastEvent: number
  /** Of all its files; guessed until it is planned. */
  readonly frames: number
  /** Among renders of one owner and priority, the earlier ones go first. */
  readonly dueAt: Date
  readonly needsMemoryBytes: number
  readonly needsEncoders: readonly string[]
  /** Of the worker that plans it, or has planned it. */
  readonly toolchain: string | null
}

type FixedFields = 'id' | 'sequence' | 'owner' | 'terms' | 'createdAt' | 'lastEvent' | 'needsMemoryBytes' | 'needsEncoders'
export type RenderPatch = Partial<Omit<RenderRow, FixedFields>>

const columnOf = {
  id: 'id',
  sequence: 'sequence',
  owner: 'owner',
  state: 'state',
  run: 'run',
  round: 'round',
  terms: 'terms',
  createdAt: 'created_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  leftOut: 'left_out',
  leftOutPlanned: 'left_out_planned',
  warnings: 'warnings',
  outputs: 'outputs',
  error: 'error',
  durationSeconds: 'duration_seconds',
  prepareFailures: 'prepare_failures',
  finishFailures: 'finish_failures',
  handBacks: 'hand_backs',
  workSeconds: 'work_seconds',
  lastEvent: 'last_event',
  frames: 'frames',
  dueAt: 'due_at',
  needsMemoryBytes: 'needs_memory_bytes',
  needsEncoders: 'needs_encoders',
  toolchain: 'toolchain',
} as const satisfies Record<keyof RenderRow, string>

const jsonColumns: ReadonlySet<string> = new Set(['leftOut', 'warnings', 'outputs', 'error'])

const columns = Object.entries(columnOf)
  .map(([name, column]) => `${column} as "${name}"`)
  .join(', ')

export type NewRender = Pick<RenderRow, 'id' | 'owner' | 'terms' | 'frames' | 'needsMemoryBytes' | 'needsEncoders'> & {
  readonly film: RenderRequest['film']
  /** How many of them the film has. */
  readonly scenes: number
  /** From now. */
  readonly dueSeconds: number
}

/** Renders that wait for their turn, in this order, each with its scenes, its first event and the first line of its log: one statement for all of it. */
export async function insertRenders(session: Session, renders: readonly NewRender[]): Promise<readonly RenderRow[]> {
  const event = JSON.stringify({ type: 'state', state: 'queued', at: new Date().toISOString() })
  const line = (render: string) => lineText({ render, level: 'info', message: 'render is queued', state: 'queued' })
  return session.query<RenderRow>(
    `with given as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::float8[], $8::float8[], $9::text[],
         $10::integer[], $11::text[]) with ordinality
         as one (id, owner, film, terms, priority, frames, due_seconds, memory_bytes, encoders, scenes, line, place)
     ), made as (
       insert into framefarm.renders (id, owner, state, film, terms, priority, frames, due_at, needs_memory_bytes, needs_encoders, last_event)
       select id, owner, 'queued', film::json, terms::json, priority, frames, now() + due_seconds * interval '1 second', memory_bytes,
         array(select json_array_elements_text(encoders::json)), 1
       from given order by place returning *
     ), scenes as (
       insert into framefarm.scenes (render_id, scene) select id, scene from given, generate_series(0, given.scenes - 1) as scene
     ), events as (
       insert into framefarm.events (render_id, id, type, event) select id, 1, 'state', $12::text::json from given
     ), lines as (
       insert into framefarm.log_lines (render_id, line) select id, line::json from given
     )
     select ${columns} from made order by sequence`,
    [
      renders.map(({ id }) => id),
      renders.map(({ owner }) => owner),
      renders.map(({ film }) => JSON.stringify(film)),
      renders.map(({ terms }) => JSON.stringify(terms)),
      renders.map(({ terms }) => terms.priority),
      renders.map(({ frames }) => frames),
      renders.map(({ dueSeconds }) => dueSeconds),
      renders.map(({ needsMemoryBytes }) => needsMemoryBytes),
      renders.map(({ needsEncoders }) => JSON.stringify(needsEncoders)),
      renders.map(({ scenes }) => scenes),
      renders.map(({ id }) => line(id)),
      event,
    ],
  )
}

/** Who changes a render holds its row, so that changes of one render come one after the other. Rows that name it can be added meanwhile. */
export async function lockRender(session: Session, id: string): Promise<RenderRow | null> {
  const [row] = await session.query<RenderRow>(`select ${columns} from framefarm.renders where id = $1 for no key update`, [id])
  return row ?? null
}

/** null where there is none, and where it is somebody else's. */
export async function findRender(session: Session, id: string, owner: string): Promise<RenderRow | null> {
  const [row] = await session.query<RenderRow>(`select ${columns} from framefarm.renders where id = $1 and owner = $2`, [id, owner])
  return row ?? null
}

/** @param from where the render must be for the change @throws where it is not: whoever changes a render holds it, and has looked */
export async function updateRender(
  session: Session,
  { id, from }: { readonly id: string; readonly from: RenderState },
  patch: RenderPatch,
): Promise<void> {
  const names = Object.keys(patch) as (keyof RenderPatch)[]
  if (names.length === 0) return
  const sets = names.map((name, index) => `${columnOf[name]} = $${index + 3}${jsonColumns.has(name) ? '::text::json' : ''}`)
  const values = names.map((name) => (jsonColumns.has(name) && patch[name] !== null ? JSON.stringify(patch[name]) : patch[name]))
  const changed = await session.query(`update framefarm.renders set ${sets.join(', ')} where id = $1 and state = $2 returning id`, [
    id,
    from,
    ...values,
  ])
  if (changed.length === 0) throw new Error(`render ${id} was not ${from} any more`)
}

export async function filmOfRender(session: Session, id: string): Promise<RenderRequest['film'] | null> {
  const [row] = await session.query<{ readonly film: RenderRequest['film'] }>('select film from framefarm.renders where id = $1', [id])
  return row?.film ?? null
}

export type RenderPage = {
  readonly owner: string
  readonly states: readonly RenderState[] | null
  readonly createdAfter: Date | null
  readonly createdBefore: Date | null
  /** Only those accepted before this one. */
  readonly beforeSequence: number | null
  readonly limit: number
}

/** Newest first. */
export function listRenders(session: Session, page: RenderPage): Promise<readonly RenderRow[]> {
  return session.query<RenderRow>(
    `select ${columns} from framefarm.renders
     where owner = $1 and ($2::text[] is null or state = any($2::text[])) and ($3::timestamptz is null or created_at > $3)
       and ($4::timestamptz is null or created_at < $4) and ($5::integer is null or sequence < $5)
     order by sequence desc limit $6`,
    [page.owner, page.states, page.createdAfter, page.createdBefore, page.beforeSequence, page.limit],
  )
}

const unfinished = `state not in ('succeeded', 'failed', 'cancelled')`

export async function countQueuedRenders(session: Session): Promise<number> {
  const [row] = await session.query<{ readonly count: number }>("select count(*)::integer as count from framefarm.renders where state = 'queued'")
  return row?.count ?? 0
}

type Census = {
  readonly byState: Readonly<Partial<Record<RenderState, number>>>
  /** Chunks that nobody renders yet. */
  readonly waitingChunks: number
  /** Pieces of work that workers hold. */
  readonly held: number
}

/** How many renders are in each state, and how much work waits and is held. */
export async function censusOf(session: Session): Promise<Census> {
  const states = await session.query<{ readonly state: RenderState; readonly count: number }>(
    'select state, count(*)::integer as count from framefarm.renders group by state',
  )
  const [waiting] = await session.query<{ readonly count: number }>(
    `select count(*)::integer as count from framefarm.chunks c join framefarm.renders r on r.id = c.render_id
     where c.state = 'waiting' and r.state = 'rendering'`,
  )
  const [held] = await session.query<{ readonly count: number }>('select count(*)::integer as count from framefarm.leases')
  const byState = Object.fromEntries(states.map(({ state, count }) => [state, count]))
  return { byState, waitingChunks: waiting?.count ?? 0, held: held?.count ?? 0 }
}

/** How many renders of an owner are not over, and how many were accepted since. */
export async function usageOf(session: Session, owner: string, since: Date): Promise<{ readonly active: number; readonly created: number }> {
  const [counts] = await session.query<{ readonly active: number; readonly created: number }>(
    `select (count(*) filter (where ${unfinished}))::integer as active, (count(*) filter (where created_at >= $2))::integer as created
     from framefarm.renders where owner = $1`,
    [owner, since],
  )
  return counts ?? { active: 0, created: 0 }
}

export type RenderCounts = { readonly queued: number; readonly running: number; readonly oldestQueuedSeconds: number; readonly queuedFrames: number }

export async function countRenders(session: Session): Promise<RenderCounts> {
  const [counts] = await session.query<RenderCounts>(
    `select (count(*) filter (where state = 'queued'))::integer as queued, (count(*) filter (where state <> 'queued'))::integer as running,
       coalesce(extract(epoch from now() - min(created_at) filter (where state = 'queued')), 0)::float8 as "oldestQueuedSeconds",
       (coalesce(sum(frames) filter (where state in ('queued', 'preparing')), 0) + coalesce((
         select sum(greatest(0, c.frames - coalesce(l.frames_done, 0))) from framefarm.renders r join framefarm.chunks c on c.render_id = r.id
         left join framefarm.leases l on l.render_id = c.render_id and l.output = c.output and l.chunk = c.chunk
         where c.state = 'waiting' and r.state = 'rendering'), 0))::float8 as "queuedFrames"
     from framefarm.renders where ${unfinished}`,
  )
  return counts ?? { queued: 0, running: 0, oldestQueuedSeconds: 0, queuedFrames: 0 }
}
