import type { Lease } from '../api/leases.ts'
import { findChunk, updateChunk } from '../engine/records/chunk-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { releaseLease } from './release-lease.ts'

/** Takes work back that has not failed; it counts as not begun. */
export function giveBackWork(context: CoordinatorContext, lease: Pick<Lease, 'id' | 'attempt'>): Promise<boolean> {
  return releaseLease(context, lease, async (change, { work, job }) => {
    if (work.type === 'chunk') {
      const chunk = await findChunk(change.session, work)
      await updateChunk(change.session, work, { attempts: Math.max(0, (chunk?.attempts ?? 1) - 1) })
    }
    await change.log({ level: 'info', message: `${work.type} was given back`, lease: job.key, attempt: job.attempt })
    change.announceWork()
    return context.engine.jobs.putBack(change.session, job, 0)
  })
}
