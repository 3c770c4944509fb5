import type { Lease, Task } from '../api/leases.ts'
import type { WorkerFacts } from '../api/worker-facts.ts'
import type { HeldJob } from '../engine/job-queue.ts'
import { beginChunk } from '../engine/records/chunk-records.ts'
import { accountOf, deleteLease, type HeldKey, type LeaseRow } from '../engine/records/lease-records.ts'
import type { RenderRow } from '../engine/records/render-records.ts'
import { endCancelling } from './cancel-render.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { plannedFilm } from './planned-film.ts'
import { changeRender, type RenderChange } from './render-change.ts'
import { setScene } from './set-scene.ts'
import { parseWorkId, type Work } from './work-id.ts'

/** What a worker is to do with what it was given; null where it is not wanted any more, and so it is taken back. */
export async function beginWork(context: CoordinatorContext, { id, attempt, renderId }: LeaseRow, worker: WorkerFacts): Promise<Lease | null> {
  const work = parseWorkId(id)
  if (!work) throw new Error(`unreachable: ${id} is a piece of work`)
  const job = { key: id, attempt, account: accountOf(worker.id) }
  return changeRender(context, renderId, async (change) => {
    const task = isWanted(change.row, work) ? await taskOf(context, change, { work, worker }) : null
    if (task === 'other toolchain') return putBack(context, change, job)
    if (!task) return drop(context, change, job)
    const { row } = change
    if (row.state === 'queued') await change.go('preparing', { startedAt: row.startedAt ?? new Date() })
    if (work.type === 'prepare' && row.toolchain !== worker.toolchain) await change.set({ toolchain: worker.toolchain })
    await change.log({ level: 'info', message: `${work.type} is begun`, lease: id, attempt, worker: worker.id })
    const { method, encoder, destination } = row.terms
    const settings = { method, encoder, ...(destination !== undefined && { destination }) }
    const { film } = await plannedFilm(context, change)
    return { id, attempt, renderId, film, settings, task }
  })
}

function isWanted({ state, round }: RenderRow, work: Work): boolean {
  if (round !== work.round) return false
  if (work.type === 'prepare') return state === 'queued' || state === 'preparing'
  return work.type === 'chunk' ? state === 'rendering' : state === 'joining' || state === 'mixing' || state === 'uploading'
}

type Beginning = { readonly work: Work; readonly worker: WorkerFacts }

/** null where there is nothing to do any more. */
async function taskOf(context: CoordinatorContext, change: RenderChange, { work, worker }: Beginning): Promise<Task | 'other toolchain' | null> {
  // It was planned while its work was being taken.
  if (work.type !== 'prepare' && change.row.toolchain !== worker.toolchain) return 'other toolchain'
  if (work.type !== 'chunk') return { type: work.type }
  const { sentScenes } = await plannedFilm(context, change)
  const chunk = await beginChunk(change.session, work)
  if (!chunk) return null
  await setScene(change, chunk.scene, (scene) => ({ state: 'rendering', attempts: Math.max(scene.attempts, chunk.attempts) }))
  const { output, hash, frames } = chunk
  return { type: 'chunk', output, chunk: work.chunk, hash, frames, scene: sentScenes.indexOf(chunk.scene) }
}

type Held = HeldJob & Pick<HeldKey, 'account'>

async function putBack({ engine }: CoordinatorContext, { session }: RenderChange, job: Held): Promise<null> {
  await deleteLease(session, { id: job.key, attempt: job.attempt, account: job.account })
  await engine.jobs.putBack(session, job, 0)
  return null
}

async function drop({ engine }: CoordinatorContext, change: RenderChange, job: Held): Promise<null> {
  await deleteLease(change.session, { id: job.key, attempt: job.attempt, account: job.account })
  await engine.jobs.complete(change.session, job)
  await endCancelling(change)
  return null
}
