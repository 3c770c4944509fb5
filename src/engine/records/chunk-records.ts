import type { Session } from '../database.ts'

export type ChunkState = 'waiting' | 'done' | 'failed'

export type ChunkRow = {
  readonly output: number
  readonly chunk: number
  /** In the film as it was sent. */
  readonly scene: number
  readonly hash: string
  readonly frames: number
  readonly state: ChunkState
  /** How often it was begun. */
  readonly attempts: number
  /** Real failures, in the current plan. */
  readonly failures: number
  /** How often it was left to another worker, in the current plan. */
  readonly handBacks: number
}

export type ChunkPlace = { readonly renderId: string; readonly output: number; readonly chunk: number }

type NewChunk = Omit<ChunkRow, 'attempts' | 'failures' | 'handBacks'>

/** In place of those of the plan before. */
export async function replaceChunks(session: Session, renderId: string, chunks: readonly NewChunk[]): Promise<void> {
  await session.query('delete from framefarm.chunks where render_id = $1', [renderId])
  await session.query(
    `insert into framefarm.chunks (render_id, output, chunk, scene, hash, frames, state)
     select $1, output, chunk, scene, hash, frames, state
     from json_to_recordset($2::text::json) as planned (output integer, chunk integer, scene integer, hash text, frames integer, state text)`,
    [renderId, JSON.stringify(chunks)],
  )
}

const columns = 'output, chunk, scene, hash, frames, state, attempts, failures, hand_backs as "handBacks"'

export async function findChunk(session: Session, { renderId, output, chunk }: ChunkPlace): Promise<ChunkRow | null> {
  const [row] = await session.query<ChunkRow>(`select ${columns} from framefarm.chunks where render_id = $1 and output = $2 and chunk = $3`, [
    renderId,
    output,
    chunk,
  ])
  return row ?? null
}

export function chunksOf(session: Session, renderId: string): Promise<readonly ChunkRow[]> {
  return session.query<ChunkRow>(`select ${columns} from framefarm.chunks where render_id = $1 order by output, chunk`, [renderId])
}

export async function updateChunk(
  session: Session,
  place: ChunkPlace,
  change: Partial<Pick<ChunkRow, 'state' | 'attempts' | 'failures' | 'handBacks'>>,
): Promise<void> {
  await session.query(
    `update framefarm.chunks set state = coalesce($4, state), attempts = coalesce($5, attempts), failures = coalesce($6, failures),
       hand_backs = coalesce($7, hand_backs)
     where render_id = $1 and output = $2 and chunk = $3`,
    [place.renderId, place.output, place.chunk, change.state ?? null, change.attempts ?? null, change.failures ?? null, change.handBacks ?? null],
  )
}

/** One more attempt at a chunk that is still to be rendered; null where it is not. */
export async function beginChunk(session: Session, { renderId, output, chunk }: ChunkPlace): Promise<ChunkRow | null> {
  const [row] = await session.query<ChunkRow>(
    `update framefarm.chunks set attempts = attempts + 1 where render_id = $1 and output = $2 and chunk = $3 and state = 'waiting' returning ${columns}`,
    [renderId, output, chunk],
  )
  return row ?? null
}

export type SceneFrames = { readonly renderId: string; readonly scene: number; readonly framesTotal: number; readonly framesDone: number }

/** Frames of each scene, with those of chunks under way. */
export function framesOfScenes(session: Session, renderIds: readonly string[]): Promise<readonly SceneFrames[]> {
  return session.query<SceneFrames>(
    `select c.render_id as "renderId", c.scene, sum(c.frames)::integer as "framesTotal",
       sum(case when c.state = 'done' then c.frames when c.state = 'waiting' then least(c.frames, coalesce(l.frames_done, 0)) else 0 end)::integer as "framesDone"
     from framefarm.chunks c
     left join framefarm.leases l on l.render_id = c.render_id and l.output = c.output and l.chunk = c.chunk
     where c.render_id = any($1::text[]) group by c.render_id, c.scene`,
    [renderIds],
  )
}

/** Of a scene whose work is given up: its chunks that are not done. @returns them */
export function failChunksOfScene(session: Session, renderId: string, scene: number): Promise<readonly Pick<ChunkRow, 'output' | 'chunk'>[]> {
  return session.query<Pick<ChunkRow, 'output' | 'chunk'>>(
    `update framefarm.chunks set state = 'failed' where render_id = $1 and scene = $2 and state = 'waiting' returning output, chunk`,
    [renderId, scene],
  )
}

/** How many chunks of a render, or of one of its scenes, are in each state. */
export async function countChunks(session: Session, renderId: string, scene: number | null = null): Promise<Readonly<Record<ChunkState, number>>> {
  const [counts] = await session.query<Record<ChunkState, number>>(
    `select (count(*) filter (where state = 'waiting'))::integer as waiting, (count(*) filter (where state = 'done'))::integer as done,
       (count(*) filter (where state = 'failed'))::integer as failed
     from framefarm.chunks where render_id = $1 and ($2::integer is null or scene = $2)`,
    [renderId, scene],
  )
  return counts ?? { waiting: 0, done: 0, failed: 0 }
}
