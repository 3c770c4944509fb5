import type { Failure } from '../api/render.ts'
import { countLeasesOf } from '../engine/records/lease-records.ts'
import type { RenderRow } from '../engine/records/render-records.ts'
import { strandedRenders } from '../engine/records/turn-records.ts'
import type { SeenWorker } from '../engine/records/worker-records.ts'
import { errorCodes } from '../shared/error-codes.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { failRender, planAgain } from './plan-again.ts'
import { changeRender } from './render-change.ts'

/** Longer than any render waits. */
const neverSeconds = 1e9

/**
 * Renders that no worker could go on with: one whose plan was made by workers that are gone is planned anew by those that are there,
 * and one that none of them can render fails.
 * @param upSeconds how long this coordinator has been at work: before it has listened for long enough, it knows of nobody that is gone
 */
export async function settleStranded(context: CoordinatorContext, upSeconds: number): Promise<void> {
  const { engine, settings, workers } = context
  const known = (seconds: number) => (upSeconds >= seconds ? seconds : neverSeconds)
  const patience = { toolchainSeconds: settings.toolchainSeconds, workerSeconds: known(settings.workerSeconds) }
  if (upSeconds < settings.toolchainSeconds) return
  const stranded = await strandedRenders(engine.database, patience)
  if (stranded.length === 0) return
  const there = await workers.seen(engine.database)
  for (const { id, isPlanned } of stranded) {
    await changeRender(context, id, async (change) => {
      const { state, toolchain } = change.row
      const isStill = isPlanned === !['queued', 'preparing'].includes(state) && (await countLeasesOf(change.session, id)) === 0
      if (!isStill || ['succeeded', 'failed', 'cancelled', 'cancelling'].includes(state)) return
      if (!isPlanned) return failRender(context, change, failureOf(change.row, there))
      await change.log({ level: 'warn', message: 'no worker is left that renders as the one that planned it; it is planned anew', toolchain })
      await planAgain(context, change)
    })
  }
}

function failureOf({ needsMemoryBytes, needsEncoders }: RenderRow, workers: readonly SeenWorker[]): Failure {
  const mostBytes = Math.max(0, ...workers.map(({ memoryBytes }) => memoryBytes))
  const encoders = new Set(workers.flatMap((worker) => worker.encoders))
  const missing = [
    ...(needsMemoryBytes > mostBytes
      ? [`${gigabytes(needsMemoryBytes)} of memory for its frames (the most that a worker has is ${gigabytes(mostBytes)})`]
      : []),
    ...needsEncoders.filter((name) => !encoders.has(name)).map(nameOfEncoder),
  ]
  const { remedy: hint, retryable } = errorCodes.WORKER_UNFIT
  const all =
    missing.length > 0 ? missing : [`${gigabytes(needsMemoryBytes)} of memory and ${needsEncoders.map(nameOfEncoder).join(', ')} in one worker`]
  return { code: 'WORKER_UNFIT', message: `no worker of the farm can render the film: it needs ${all.join(' and ')}`, hint, retryable }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

/** h264:gpu */
function nameOfEncoder(need: string): string {
  const [codec = '', device] = need.split(':')
  return `an encoder for ${codec}${device === undefined ? '' : ` on a ${device.toUpperCase()}`}`
}
