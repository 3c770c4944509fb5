import { findChunk, updateChunk } from '../engine/records/chunk-records.ts'
import type { HeldKey } from '../engine/records/lease-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { releaseLease, type Released } from './release-lease.ts'
import type { RenderChange } from './render-change.ts'

/** Takes work back that has not failed; it counts as not begun. */
export function giveBackWork(context: CoordinatorContext, key: HeldKey): Promise<boolean> {
  const settle = async (change: RenderChange, { work, job }: Released) => {
    if (work.type === 'chunk') {
      const chunk = await findChunk(change.session, work)
      await updateChunk(change.session, work, { attempts: Math.max(0, (chunk?.attempts ?? 1) - 1) })
    }
    await change.log({ level: 'info', message: `${work.type} was given back`, lease: job.key, attempt: job.attempt })
    change.announceWork()
    return context.engine.jobs.putBack(change.session, job, 0)
  }
  return releaseLease(context, key, { end: { type: 'given-back' }, settle })
}
