import type { SceneStatus } from '../../api/render.ts'
import type { Session } from '../database.ts'

export type SceneRow = Pick<SceneStatus, 'state' | 'attempts' | 'method' | 'errors'> & { readonly renderId: string; readonly scene: number }

export async function deleteScenes(session: Session, renderId: string): Promise<void> {
  await session.query('delete from framefarm.scenes where render_id = $1', [renderId])
}

/** All scenes of a render, for which nothing has been done yet. */
export async function insertScenes(session: Session, renderId: string, count: number): Promise<void> {
  await session.query('insert into framefarm.scenes (render_id, scene) select $1, scene from generate_series(0, $2::integer - 1) as scene', [
    renderId,
    count,
  ])
}

const columns = 'render_id as "renderId", scene, state, attempts, method, errors'

export function scenesOf(session: Session, renderIds: readonly string[]): Promise<readonly SceneRow[]> {
  return session.query<SceneRow>(`select ${columns} from framefarm.scenes where render_id = any($1::text[]) order by render_id, scene`, [renderIds])
}

export async function findScene(session: Session, renderId: string, scene: number): Promise<SceneRow | null> {
  const [row] = await session.query<SceneRow>(`select ${columns} from framefarm.scenes where render_id = $1 and scene = $2`, [renderId, scene])
  return row ?? null
}

export async function updateScene(session: Session, row: SceneRow): Promise<void> {
  await session.query(
    'update framefarm.scenes set state = $3, attempts = $4, method = $5, errors = $6::text::json where render_id = $1 and scene = $2',
    [row.renderId, row.scene, row.state, row.attempts, row.method, JSON.stringify(row.errors)],
  )
}

/** After a film was planned: scenes whose chunks are all there are done, the others of the plan wait. */
export async function matchScenesToChunks(session: Session, renderId: string): Promise<void> {
  await session.query(
    `update framefarm.scenes s set state = case when planned.waiting > 0 then 'waiting' else 'done' end
     from (select scene, count(*) filter (where state = 'waiting') as waiting from framefarm.chunks where render_id = $1 group by scene) planned
     where s.render_id = $1 and s.scene = planned.scene and s.state <> 'left-out'`,
    [renderId],
  )
}
