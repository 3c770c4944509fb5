import type { Failure } from '../api/render.ts'
import { findScene, updateScene, type SceneRow } from '../engine/records/scene-records.ts'
import type { RenderChange } from './render-change.ts'

type ScenePatch = Partial<Pick<SceneRow, 'state' | 'attempts' | 'method' | 'errors'>>

/** Changes a scene, and tells of its new state where it has one. @param error why it has failed */
export async function setScene(
  change: RenderChange,
  scene: number,
  patch: (scene: SceneRow) => ScenePatch,
  error: Failure | null = null,
): Promise<void> {
  const { session, row } = change
  const before = await findScene(session, row.id, scene)
  if (!before) return
  const after = { ...before, ...patch(before) }
  const isSame =
    after.state === before.state && after.attempts === before.attempts && after.method === before.method && after.errors === before.errors
  if (isSame) return
  await updateScene(session, after)
  if (after.state !== before.state && after.state !== 'waiting') await change.tell({ type: 'scene', scene, state: after.state, error })
}
