import { trimProgressEvents } from '../engine/records/event-records.ts'
import { framesOfScenes } from '../engine/records/chunk-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { measureProgress } from './measure-progress.ts'
import type { RenderChange } from './render-change.ts'
import { totalFrames } from './total-frames.ts'

/** Records how far a render is. To be called no more than once a second for each. */
export async function tellProgress({ rates, speeds, workers }: CoordinatorContext, change: RenderChange): Promise<void> {
  const { session, row } = change
  const frames = totalFrames(await framesOfScenes(session, [row.id]))
  const expected = speeds.framesPerSecond(row.terms.method) * workers.slots
  rates.add(row.id, { framesDone: frames.framesDone, expected })
  const measured = {
    ...frames,
    state: row.state,
    method: row.terms.method,
    durationSeconds: row.durationSeconds,
    ...rates.of(row.id, expected),
  }
  await change.tell({ type: 'progress', progress: measureProgress(measured, speeds, workers.slots) })
  await trimProgressEvents(session, row.id)
}
