import { findChunk, updateChunk } from '../engine/records/chunk-records.ts'
import { hasOtherWorker } from '../engine/records/turn-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { Released } from './release-lease.ts'
import type { RenderChange } from './render-change.ts'
import { absentSeconds } from './worker-census.ts'

/** Of one piece of work: a film that fills every disk is not to go round for ever. */
const mostTimes = 5

/**
 * Work that a machine could not do waits for another one; that is no failure of the work.
 * @returns false where the work is not its holder's any more; null where it is to fail: nobody else could do it, or it was left often enough
 */
export async function leaveToOthers({ engine }: CoordinatorContext, change: RenderChange, released: Released): Promise<boolean | null> {
  const { session, row } = change
  const { work, job, worker } = released
  const chunk = work.type === 'chunk' ? await findChunk(session, work) : null
  const times = (chunk ?? row).handBacks + 1
  if (times > mostTimes) return null
  if (!(await hasOtherWorker(session, { renderId: row.id, worker, seconds: absentSeconds }))) return null
  if (work.type === 'chunk') await updateChunk(session, work, { handBacks: times })
  else await change.set({ handBacks: times })
  await change.log({ level: 'warn', message: `${work.type} is left to another worker`, lease: job.key, attempt: job.attempt, worker, times })
  change.announceWork()
  return engine.jobs.putBack(session, job, 0)
}
