import type { Lease, Task, WorkerFacts } from '../api/leases.ts'
import { findChunk, updateChunk } from '../engine/records/chunk-records.ts'
import { insertLease } from '../engine/records/lease-records.ts'
import { lockRender, type RenderRow } from '../engine/records/render-records.ts'
import type { HeldJob } from '../engine/job-queue.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { plannedFilm } from './planned-film.ts'
import { RenderChange } from './render-change.ts'
import { setScene } from './set-scene.ts'
import { noteTurn, takeFairly, type Turns } from './take-fairly.ts'
import { parseWorkId, type Work } from './work-id.ts'

/** Gives the next piece of work to a worker; null where there is none that may be begun now. */
export async function leaseWork(context: CoordinatorContext, worker: WorkerFacts, turns: Turns): Promise<Lease | null> {
  for (;;) {
    const taken = await context.engine.database.transaction(async (session) => {
      const job = await takeFairly(context.engine.jobs, session, turns)
      if (!job) return null
      const work = parseWorkId(job.key)
      const row = work && (await lockRender(session, work.renderId))
      const change = row && isWanted(row, work) ? new RenderChange(session, row) : null
      const lease = work && change && (await begin(context, change, { work, job, worker }))
      if (lease) return { lease, change }
      await context.engine.jobs.complete(session, job)
      return 'not wanted'
    })
    if (taken === null) return null
    if (taken === 'not wanted') continue
    noteTurn(turns, taken.change.row.owner)
    taken.change.publish(context)
    return taken.lease
  }
}

function isWanted({ state, round }: RenderRow, work: Work): boolean {
  if (round !== work.round) return false
  if (work.type === 'prepare') return state === 'queued' || state === 'preparing'
  return work.type === 'chunk' ? state === 'rendering' : state === 'joining' || state === 'mixing' || state === 'uploading'
}

type Beginning = { readonly work: Work; readonly job: HeldJob; readonly worker: WorkerFacts }

async function begin(context: CoordinatorContext, change: RenderChange, { work, job, worker }: Beginning): Promise<Lease | null> {
  const { row, session } = change
  const { film, sentScenes } = await plannedFilm(context, change)
  const task = await beginTask(change, work, sentScenes)
  if (!task) return null
  if (row.state === 'queued') await change.go('preparing', { startedAt: row.startedAt ?? new Date() })
  const place = work.type === 'chunk' ? { output: work.output, chunk: work.chunk } : { output: null, chunk: null }
  await insertLease(session, { id: job.key, attempt: job.attempt, renderId: row.id, worker: worker.id, ...place })
  await change.log({ level: 'info', message: `${work.type} is begun`, lease: job.key, attempt: job.attempt, worker: worker.id })
  const { method, encoder, destination } = row.terms
  const settings = { method, encoder, ...(destination !== undefined && { destination }) }
  return { id: job.key, attempt: job.attempt, renderId: row.id, film, settings, task }
}

/** null where there is nothing to do any more. */
async function beginTask(change: RenderChange, work: Work, sentScenes: readonly number[]): Promise<Task | null> {
  if (work.type !== 'chunk') return { type: work.type }
  const chunk = await findChunk(change.session, work)
  if (chunk?.state !== 'waiting') return null
  const attempts = chunk.attempts + 1
  await updateChunk(change.session, work, { attempts })
  await setScene(change, chunk.scene, (scene) => ({ state: 'rendering', attempts: Math.max(scene.attempts, attempts) }))
  const { output, hash, frames } = chunk
  return { type: 'chunk', output, chunk: work.chunk, hash, frames, scene: sentScenes.indexOf(chunk.scene) }
}
