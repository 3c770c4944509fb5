import type { ChunkRow } from '../engine/records/chunk-records.ts'
import { chunksOf } from '../engine/records/chunk-records.ts'
import type { RenderRow } from '../engine/records/render-records.ts'
import type { Job } from '../engine/job-queue.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { RenderChange } from './render-change.ts'
import { workId, type Work } from './work-id.ts'

function jobOf({ sequence }: Pick<RenderRow, 'sequence'>, work: Work, delaySeconds = 0): Job {
  const place = work.type === 'chunk' ? { output: work.output, chunk: work.chunk } : {}
  return { key: workId(work), render: sequence, ...place, delaySeconds }
}

/** The preparing or the finishing of the render's current plan. */
export function taskJob(row: RenderRow, type: 'prepare' | 'finish', delaySeconds = 0): Job {
  return jobOf(row, { renderId: row.id, round: row.round, type }, delaySeconds)
}

/** Adds the preparing or the finishing of the render's current plan. */
export async function addTask({ engine }: CoordinatorContext, change: RenderChange, type: 'prepare' | 'finish', delaySeconds = 0): Promise<void> {
  await engine.jobs.add(change.session, [taskJob(change.row, type, delaySeconds)])
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
