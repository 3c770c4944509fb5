import { findChunk } from '../engine/records/chunk-records.ts'
import { abandonedLeases, deleteAbandonedLease, type Abandoned, type LeaseRow } from '../engine/records/lease-records.ts'
import { endCancelling } from './cancel-render.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { giveUpWork } from './give-up-work.ts'
import { changeRender, type RenderChange } from './render-change.ts'
import { parseWorkId, type Work } from './work-id.ts'
import { errorCodes } from '../shared/error-codes.ts'

/** Work whose holder is gone waits again for anybody, and is given up where it has outlived too many holders. */
export async function retakeAbandoned(context: CoordinatorContext, abandoned: Abandoned): Promise<void> {
  for (const lease of await abandonedLeases(context.engine.database, abandoned)) {
    await changeRender(context, lease.renderId, async (change) => {
      const seconds = await deleteAbandonedLease(change.session, lease, abandoned)
      if (seconds === null) return
      await change.set({ workSeconds: change.row.workSeconds + seconds })
      if (!(await endCancelling(change))) await retake(context, change, lease)
      const work = parseWorkId(lease.id)
      if (work) change.tellOfWork({ work, attempt: lease.attempt, seconds, end: { type: 'lost' } })
    })
  }
}

async function retake(context: CoordinatorContext, change: RenderChange, lease: LeaseRow): Promise<void> {
  const work = parseWorkId(lease.id)
  if (!work) throw new Error(`unreachable: ${lease.id} is a lease`)
  await change.log({ level: 'warn', message: `the worker with this ${work.type} is gone`, lease: lease.id, attempt: lease.attempt })
  if (await context.engine.jobs.putBackLost(change.session, { key: lease.id, attempt: lease.attempt })) return change.announceWork()
  const failure = {
    code: 'WORKER_LOST',
    message: `each worker that took a ${work.type} of ${lease.renderId} was gone before it was done`,
    hint: errorCodes.WORKER_LOST.remedy,
    retryable: errorCodes.WORKER_LOST.retryable,
  }
  const scene = await sceneOf(change, work)
  await giveUpWork(context, change, { released: { work }, scenes: scene === null ? [] : [{ scene, failure }], failure })
}

async function sceneOf({ session }: RenderChange, work: Work): Promise<number | null> {
  return work.type === 'chunk' ? ((await findChunk(session, work))?.scene ?? null) : null
}
