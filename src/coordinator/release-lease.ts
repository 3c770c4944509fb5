import type { Lease } from '../api/leases.ts'
import type { HeldJob } from '../engine/job-queue.ts'
import { deleteLease } from '../engine/records/lease-records.ts'
import { endCancelling } from './cancel-render.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { changeRender, type RenderChange } from './render-change.ts'
import { parseWorkId, type Work } from './work-id.ts'

/** Work that was held a moment ago, by the attempt that now says what has become of it. */
export type Released = { readonly work: Work; readonly job: HeldJob; readonly seconds: number }

/**
 * Ends a lease, and does with its work what its holder says.
 * @param settle false where the work is not its holder's any more after all
 * @returns false where the lease was not held any more, so that nothing is done
 */
export async function releaseLease(
  context: CoordinatorContext,
  { id, attempt }: Pick<Lease, 'id' | 'attempt'>,
  settle: (change: RenderChange, released: Released) => Promise<boolean>,
): Promise<boolean> {
  const work = parseWorkId(id)
  if (!work) return false
  const isSettled = await changeRender(context, work.renderId, async (change) => {
    const seconds = await deleteLease(change.session, { id, attempt })
    if (seconds === null) return false
    await change.set({ workSeconds: change.row.workSeconds + seconds })
    if (await endCancelling(change)) return false
    return settle(change, { work, job: { key: id, attempt }, seconds })
  })
  return isSettled ?? false
}
