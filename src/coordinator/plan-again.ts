import type { Failure } from '../api/render.ts'
import { countChunks } from '../engine/records/chunk-records.ts'
import { deleteLeasesOf } from '../engine/records/lease-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { RenderChange } from './render-change.ts'
import { addTask, cancelJobs } from './render-jobs.ts'

/** Prepares the film once more, without what was left out. Chunks that are finished are found again by their hashes. */
export async function planAgain(context: CoordinatorContext, change: RenderChange, delaySeconds = 0): Promise<void> {
  await endPlan(context, change)
  const { state, round, leftOut } = change.row
  const next = { round: round + 1, leftOutPlanned: leftOut.length }
  await (state === 'preparing' ? change.set(next) : change.go('preparing', next))
  await addTask(context, change, 'prepare', delaySeconds)
}

export async function failRender(context: CoordinatorContext, change: RenderChange, error: Failure): Promise<void> {
  await endPlan(context, change)
  await change.go('failed', { error, finishedAt: new Date() })
}

/** What is to follow when a chunk is done or given up: nothing while others are not. */
export async function afterChunk(context: CoordinatorContext, change: RenderChange): Promise<void> {
  const { waiting, failed } = await countChunks(change.session, change.row.id)
  if (waiting > 0) return
  if (failed > 0) return planAgain(context, change)
  await change.go('joining')
  await addTask(context, change, 'finish')
}

async function endPlan(context: CoordinatorContext, change: RenderChange): Promise<void> {
  await cancelJobs(context, change)
  await deleteLeasesOf(change.session, change.row.id)
}
