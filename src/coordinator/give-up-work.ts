import type { Failure } from '../api/render.ts'
import { failChunksOfScene, updateChunk } from '../engine/records/chunk-records.ts'
import { deleteLeasesOf } from '../engine/records/lease-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { SceneFailure } from './failed-scenes.ts'
import { afterChunk, failRender, planAgain } from './plan-again.ts'
import type { Released } from './release-lease.ts'
import type { RenderChange } from './render-change.ts'
import { addSceneWebhook } from './render-webhooks.ts'
import { setScene } from './set-scene.ts'
import { workId } from './work-id.ts'
import { isOfMachine } from '../shared/machine-faults.ts'

type GivenUp = {
  readonly released: Pick<Released, 'work'>
  /** What the failure is about; none where it is about more than scenes. */
  readonly scenes: readonly SceneFailure[]
  readonly failure: Failure
}

/** Work that has failed for good: the render fails, or goes on without the scenes that the failure is about. */
export async function giveUpWork(context: CoordinatorContext, change: RenderChange, { released, scenes, failure }: GivenUp): Promise<void> {
  // Of a transition, several chunks may fail of the same scene, before the film is planned without it.
  const known = new Set(change.row.leftOut.slice(change.row.leftOutPlanned).map(({ scene }) => scene))
  const lost = scenes.filter(({ scene }) => !known.has(scene))
  for (const one of lost) {
    await setScene(change, one.scene, () => ({ state: 'failed' }), one.failure)
    await addSceneWebhook(change, one)
  }
  // No scene is to blame for a machine: without it the next one would fail.
  const how = isOfMachine(failure.code) ? 'fail' : change.row.terms.onSceneFailure
  if (how === 'fail' || scenes.length === 0 || !(await canBeLeftOut(context, change, lost))) return failRender(context, change, failure)
  await change.set({ leftOut: [...change.row.leftOut, ...lost.map(({ scene, failure: error }) => ({ scene, how, error }))] })
  for (const one of lost) await setScene(change, one.scene, () => ({ state: 'left-out' }), one.failure)
  if (released.work.type !== 'chunk') return planAgain(context, change)
  // The scene at fault may be another one than the chunk's own.
  await updateChunk(change.session, released.work, { state: 'failed' })
  await context.engine.jobs.cancel(change.session, [workId(released.work)])
  for (const { scene } of lost) await dropChunks(context, change, scene)
  await afterChunk(context, change)
}

/** A scene that fails though it is left out fails the render, and so does a film without scenes. */
async function canBeLeftOut({ films }: CoordinatorContext, { row, session }: RenderChange, scenes: readonly SceneFailure[]): Promise<boolean> {
  const before = new Set(row.leftOut.map(({ scene }) => scene))
  if (scenes.some(({ scene }) => before.has(scene))) return false
  if (row.terms.onSceneFailure === 'placeholder') return true
  const sent = (await films.get(session, row.id))['scenes']
  return Array.isArray(sent) && before.size + scenes.length < sent.length
}

async function dropChunks({ engine }: CoordinatorContext, { row, session }: RenderChange, scene: number): Promise<void> {
  const dropped = await failChunksOfScene(session, row.id, scene)
  const ids = dropped.map(({ output, chunk }) => workId({ renderId: row.id, round: row.round, type: 'chunk', output, chunk }))
  await engine.jobs.cancel(session, ids)
  await deleteLeasesOf(session, row.id, ids)
}
