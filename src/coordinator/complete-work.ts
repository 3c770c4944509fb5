import type { TaskResult } from '../api/leases.ts'
import { countChunks, findChunk, replaceChunks, updateChunk } from '../engine/records/chunk-records.ts'
import type { HeldKey } from '../engine/records/lease-records.ts'
import { matchScenesToChunks } from '../engine/records/scene-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { afterChunk } from './plan-again.ts'
import { plannedFilm } from './planned-film.ts'
import { releaseLease, type Released } from './release-lease.ts'
import type { RenderChange } from './render-change.ts'
import { addChunks, addTask } from './render-jobs.ts'
import { dueSeconds } from './render-size.ts'
import { setScene } from './set-scene.ts'
import { tellProgress } from './tell-progress.ts'

type Result<Type extends TaskResult['type']> = Extract<TaskResult, { readonly type: Type }>

/** Takes a result. @returns false where the lease was lost meanwhile */
export function completeWork(context: CoordinatorContext, key: HeldKey, result: TaskResult): Promise<boolean> {
  const settle = async (change: RenderChange, released: Released) => {
    const { work, job, seconds } = released
    if (work.type !== result.type) throw new Error(`${job.key} was answered by the result of a ${result.type}`)
    if (!(await context.engine.jobs.complete(change.session, job))) return false
    await change.log({ level: 'info', message: `${work.type} is done`, lease: job.key, attempt: job.attempt, seconds })
    if (result.type === 'prepare') await takePlan(context, change, { result, seconds })
    else if (result.type === 'chunk') await takeChunk(context, change, { result, released })
    else await takeFilm(context, change, result)
    return true
  }
  return releaseLease(context, key, { end: { type: 'done', result }, settle })
}

async function takePlan(
  context: CoordinatorContext,
  change: RenderChange,
  { result, seconds }: { readonly result: Result<'prepare'>; readonly seconds: number },
): Promise<void> {
  const { session, row } = change
  const { sentScenes } = await plannedFilm(context, change)
  const chunks = result.chunks.map(({ output, index, scene, hash, frames, isFinished }) => {
    const sent = sentScenes[scene]
    if (sent === undefined) throw new Error(`a chunk is planned for scene ${scene} of ${sentScenes.length}`)
    return { output, chunk: index, scene: sent, hash, frames, state: isFinished ? ('done' as const) : ('waiting' as const) }
  })
  await replaceChunks(session, row.id, chunks)
  await matchScenesToChunks(session, row.id)
  const waiting = chunks.filter(({ state }) => state === 'waiting')
  const known = new Set(row.warnings)
  const frames = waiting.reduce((sum, chunk) => sum + chunk.frames, 0)
  const dueAt = new Date(row.createdAt.getTime() + 1000 * dueSeconds(frames, row.terms.method, context.speeds))
  const { warnings, durationSeconds } = result
  await change.go(waiting.length > 0 ? 'rendering' : 'joining', { warnings, durationSeconds, frames, dueAt })
  for (const message of result.warnings) if (!known.has(message)) await change.tell({ type: 'warning', message })
  await (waiting.length > 0 ? addChunks(context, change, waiting) : addTask(context, change, 'finish'))
  context.speeds.learnPrepare(seconds)
  await tellProgress(context, change)
}

async function takeChunk(
  context: CoordinatorContext,
  change: RenderChange,
  { result, released: { work } }: { readonly result: Result<'chunk'>; readonly released: Released },
): Promise<void> {
  const { session, row } = change
  const chunk = work.type === 'chunk' ? await findChunk(session, work) : null
  if (work.type !== 'chunk' || !chunk) throw new Error('unreachable: a lease of a chunk has its chunk')
  await updateChunk(session, work, { state: 'done' })
  const { waiting } = await countChunks(session, row.id, chunk.scene)
  await setScene(change, chunk.scene, () => ({ method: result.method, ...(waiting === 0 && { state: 'done' as const }) }))
  // What was there already says nothing of how long rendering takes.
  if (result.seconds > 0 && result.method !== 'reused') context.speeds.learnChunk(result.method, chunk.frames / result.seconds)
  if (context.rates.isDue(row.id)) await tellProgress(context, change)
  await afterChunk(context, change)
}

async function takeFilm({ speeds }: CoordinatorContext, change: RenderChange, { outputs, seconds }: Result<'finish'>): Promise<void> {
  speeds.learnFinish(change.row.durationSeconds ?? 0, seconds)
  await change.go('succeeded', { outputs, finishedAt: new Date() })
}
