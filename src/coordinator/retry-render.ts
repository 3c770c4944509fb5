import { deleteScenes, insertScenes } from '../engine/records/scene-records.ts'
import { replaceChunks } from '../engine/records/chunk-records.ts'
import { amendFilm } from './amend-film.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { RenderChange } from './render-change.ts'
import { addTask } from './render-jobs.ts'

/** Begins a render anew that has failed or was cancelled. @throws STATE_WRONG */
export async function retryRender(context: CoordinatorContext, change: RenderChange): Promise<void> {
  const { id, run, round } = change.row
  const anew = { leftOut: [], leftOutPlanned: 0, warnings: [], error: null, finishedAt: null, prepareFailures: 0, finishFailures: 0, handBacks: 0 }
  await change.go('queued', { run: run + 1, round: round + 1, ...anew })
  const { sentScenes } = amendFilm(await context.films.get(change.session, id), [])
  await deleteScenes(change.session, id)
  await insertScenes(change.session, id, sentScenes.length)
  await replaceChunks(change.session, id, [])
  await addTask(context, change, 'prepare')
}
