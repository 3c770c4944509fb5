import { isOver } from '../api/render-states.ts'
import { countLeasesOf } from '../engine/records/lease-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { RenderChange } from './render-change.ts'
import { cancelJobs } from './render-jobs.ts'

/** Nothing of the render is begun any more. It is cancelled when those who work on it have been told, which they are with their next touch. */
export async function cancelRender(context: CoordinatorContext, change: RenderChange): Promise<void> {
  const { state, id } = change.row
  if (isOver(state) || state === 'cancelling') return
  await cancelJobs(context, change)
  const leases = await countLeasesOf(change.session, id)
  if (state === 'queued' && leases === 0) return change.go('cancelled', { finishedAt: new Date() })
  await change.go('cancelling')
  await endCancelling(change)
}

/** @returns whether the render was to be cancelled */
export async function endCancelling(change: RenderChange): Promise<boolean> {
  const { state, id } = change.row
  if (state !== 'cancelling') return false
  if ((await countLeasesOf(change.session, id)) === 0) await change.go('cancelled', { finishedAt: new Date() })
  return true
}
