import type { WorkFailure } from '../api/leases.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { findChunk, updateChunk } from '../engine/records/chunk-records.ts'
import type { HeldKey } from '../engine/records/lease-records.ts'
import { asSent, failedScenes, type SceneFailure } from './failed-scenes.ts'
import { giveUpWork } from './give-up-work.ts'
import { planAgain } from './plan-again.ts'
import { plannedFilm } from './planned-film.ts'
import { releaseLease, type Released } from './release-lease.ts'
import type { RenderChange } from './render-change.ts'
import { setScene } from './set-scene.ts'
import { leaveToOthers } from './leave-to-others.ts'
import { isOfMachine } from '../shared/machine-faults.ts'

/** The longest pause before something is tried again. */
const maxBackoffSeconds = 60

/** Takes a failure: the work is done again where that may help, by another worker where the machine was at fault, and given up where it has been done often enough. */
export function failWork(context: CoordinatorContext, key: HeldKey, failure: WorkFailure): Promise<boolean> {
  const settle = async (change: RenderChange, released: Released) => {
    const { sentScenes } = await plannedFilm(context, change)
    const { scene, ...sent } = asSent(failure, sentScenes)
    const scenes = failedScenes({ ...sent, scene })
    const { work, job } = released
    await change.log({ level: 'warn', message: `${work.type} has failed`, lease: job.key, attempt: job.attempt, error: sent })
    await noteErrors(change, scenes, job.attempt)
    const left = isOfMachine(failure.code) ? await leaveToOthers(context, change, released) : null
    if (left !== null) return left
    const failures = (await failuresBefore(change, released)) + 1
    if (!failure.retryable || failures >= context.settings.maxFailures) {
      await giveUpWork(context, change, { released, scenes, failure: sent })
      return true
    }
    return tryAgain(context, change, { released, failures })
  }
  return releaseLease(context, key, { end: { type: 'failed', failure }, settle })
}

async function noteErrors(change: RenderChange, scenes: readonly SceneFailure[], attempt: number): Promise<void> {
  const at = new Date().toISOString()
  for (const { scene, failure } of scenes) {
    const { code, message, hint, retryable } = failure
    await setScene(change, scene, ({ errors }) => ({ errors: [...errors, { code, message, hint, retryable, at, attempt: attempt + 1 }] }))
  }
}

async function failuresBefore({ session, row }: RenderChange, { work }: Released): Promise<number> {
  if (work.type === 'chunk') return (await findChunk(session, work))?.failures ?? 0
  return work.type === 'prepare' ? row.prepareFailures : row.finishFailures
}

async function tryAgain(
  context: CoordinatorContext,
  change: RenderChange,
  { released: { work, job }, failures }: { readonly released: Released; readonly failures: number },
): Promise<boolean> {
  const delaySeconds = Math.min(maxBackoffSeconds, context.settings.backoffSeconds * 2 ** (failures - 1))
  if (work.type === 'finish') {
    // A chunk may be gone, or broken: preparing finds out which chunks are still there.
    await change.set({ finishFailures: failures })
    await planAgain(context, change, delaySeconds)
    return true
  }
  if (work.type === 'chunk') await updateChunk(change.session, work, { failures })
  else await change.set({ prepareFailures: failures })
  change.announceWork()
  return context.engine.jobs.putBack(change.session, job, delaySeconds)
}
