import type { ChunkRow } from '../engine/records/chunk-records.ts'
import { chunksOf } from '../engine/records/chunk-records.ts'
import type { RenderRow } from '../engine/records/render-records.ts'
import type { Job } from '../engine/job-queue.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { RenderChange } from './render-change.ts'
import { workId, type Work } from './work-id.ts'

/** Room for as many renders between two priorities, within 32 bits; then their order begins anew. */
const rendersPerPriority = 100_000_000

/** Higher wishes first, and among equals what was accepted first: a film's chunks are not overtaken by those of later films. */
function priorityOf({ sequence, terms }: Pick<RenderRow, 'sequence' | 'terms'>): number {
  return terms.priority * rendersPerPriority - (sequence % rendersPerPriority)
}

function jobOf(row: RenderRow, work: Work, delaySeconds = 0): Job {
  return { key: workId(work), owner: row.owner, priority: priorityOf(row), delaySeconds }
}

/** Adds the preparing or the finishing of the render's current plan. */
export async function addTask({ engine }: CoordinatorContext, change: RenderChange, type: 'prepare' | 'finish', delaySeconds = 0): Promise<void> {
  const { row, session } = change
  await engine.jobs.add(session, [jobOf(row, { renderId: row.id, round: row.round, type }, delaySeconds)])
  change.announceWork()
}

export async function addChunks(
  { engine }: CoordinatorContext,
  change: RenderChange,
  chunks: readonly Pick<ChunkRow, 'output' | 'chunk'>[],
): Promise<void> {
  const { row, session } = change
  const jobs = chunks.map(({ output, chunk }) => jobOf(row, { renderId: row.id, round: row.round, type: 'chunk', output, chunk }))
  await engine.jobs.add(session, jobs)
  change.announceWork()
}

/** Nobody begins any more what the render's current plan asks for, and who is at it is not heard. */
export async function cancelJobs({ engine }: CoordinatorContext, { row, session }: RenderChange): Promise<void> {
  const plan = { renderId: row.id, round: row.round }
  const chunks = (await chunksOf(session, row.id)).filter(({ state }) => state === 'waiting')
  const works: readonly Work[] = [
    { ...plan, type: 'prepare' },
    { ...plan, type: 'finish' },
    ...chunks.map(({ output, chunk }) => ({ ...plan, type: 'chunk' as const, output, chunk })),
  ]
  await engine.jobs.cancel(session, works.map(workId))
}
