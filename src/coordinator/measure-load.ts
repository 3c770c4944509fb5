import type { FarmLoad } from '../api/farm-load.ts'
import { countRenders } from '../engine/records/render-records.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { wishWorkers } from './wish-workers.ts'

/** How much waits, how fast it goes, and who works. */
export async function measureLoad({ engine, speeds, workers, settings }: CoordinatorContext): Promise<FarmLoad> {
  const { database } = engine
  const { queued, running, oldestQueuedSeconds, queuedFrames } = await countRenders(database)
  const seen = await workers.seen(database)
  const able = seen.filter(({ fault }) => fault === null)
  const slots = able.reduce((sum, one) => sum + one.slots, 0)
  const perSlot = speeds.measuredFramesPerSecond
  const secondsOfWork = queued * speeds.prepareSeconds + queuedFrames / speeds.framesPerSecond('auto')
  const { targetWaitSeconds } = settings
  return {
    queuedRenders: queued,
    runningRenders: running,
    queuedFrames,
    oldestQueuedSeconds,
    framesPerSecond: perSlot === null ? null : perSlot * Math.max(1, slots),
    secondsOfWork,
    targetWaitSeconds,
    wishedWorkers: wishWorkers({ secondsOfWork, targetWaitSeconds, isBusy: queued + running > 0, slots, workers: able.length }),
    workers: [...seen],
  }
}
