import type { HeldJob } from '../engine/job-queue.ts'
import { deleteLease, type HeldKey } from '../engine/records/lease-records.ts'
import { endCancelling } from './cancel-render.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { changeRender, type RenderChange } from './render-change.ts'
import type { WorkEnd } from './work-event.ts'
import { parseWorkId, type Work } from './work-id.ts'

/** Work that was held a moment ago, by the attempt that now says what has become of it. */
export type Released = { readonly work: Work; readonly job: HeldJob; readonly worker: string; readonly seconds: number }

/** @returns false where the work is not its holder's any more after all */
type Settle = (change: RenderChange, released: Released) => Promise<boolean>

/**
 * Ends a lease, and does with its work what its holder says.
 * @param end told to who watches the farm, where the work was still its holder's
 * @returns false where the lease was not held any more, so that nothing is done
 */
export async function releaseLease(context: CoordinatorContext, key: HeldKey, { end, settle }: { end: WorkEnd; settle: Settle }): Promise<boolean> {
  const work = parseWorkId(key.id)
  if (!work) return false
  const isSettled = await changeRender(context, work.renderId, async (change) => {
    const ended = await deleteLease(change.session, key)
    if (!ended) return false
    const { worker, seconds } = ended
    await change.set({ workSeconds: change.row.workSeconds + seconds })
    const { id, attempt } = key
    const isTheirs = !(await endCancelling(change)) && (await settle(change, { work, job: { key: id, attempt }, worker, seconds }))
    change.tellOfWork({ work, attempt, seconds, end: isTheirs ? end : { type: 'lost' } })
    return isTheirs
  })
  return isSettled ?? false
}
