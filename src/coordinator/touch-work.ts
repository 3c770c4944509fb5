import type { WorkProgress } from '../api/leases.ts'
import { nextStates } from '../api/render-states.ts'
import { touchLease, type HeldKey } from '../engine/records/lease-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { releaseLease } from './release-lease.ts'
import { changeRender } from './render-change.ts'
import { tellProgress } from './tell-progress.ts'
import { parseWorkId } from './work-id.ts'

/** Keeps a lease. @returns false where it is lost */
export async function touchWork(context: CoordinatorContext, key: HeldKey, progress: WorkProgress): Promise<boolean> {
  const work = parseWorkId(key.id)
  if (!work) return false
  const state = await touchLease(context.engine.database, key, progress.framesDone ?? 0)
  if (state === null) return false
  if (state === 'cancelling') {
    // Its holder hears of it now, and with that the lease is over.
    await releaseLease(context, key, { end: { type: 'lost' }, settle: async () => false })
    return false
  }
  const stage = work.type === 'finish' && progress.stage !== state ? progress.stage : undefined
  const isDue = context.rates.isDue(work.renderId)
  if (stage === undefined && !isDue) return true
  await changeRender(context, work.renderId, async (change) => {
    if (stage !== undefined && nextStates[change.row.state].includes(stage)) await change.go(stage)
    if (isDue) await tellProgress(context, change)
  })
  return true
}
