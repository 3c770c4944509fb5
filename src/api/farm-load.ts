import { z } from 'zod'
import { machineFault, workerFacts } from './worker-facts.ts'

const worker = z
  .object({
    ...workerFacts.shape,
    id: z.string().describe('The account of its token, a slash, and the name that it has given itself'),
    fault: machineFault.nullable().describe('What keeps it from work at the moment; null where nothing does'),
    busySlots: z.int().describe('Pieces of work that it holds'),
    seenSecondsAgo: z.number().describe('Since it last asked for work, or said how far its work is'),
  })
  .meta({ id: 'FarmWorker' })

/** What GET /v1/farm answers: of the whole farm, whoever asks. */
export const farmLoad = z
  .object({
    queuedRenders: z.int(),
    runningRenders: z.int(),
    queuedFrames: z.int().describe('Frames that are still to be rendered; of renders that are not planned yet, a guess'),
    oldestQueuedSeconds: z.number().describe('Since the oldest queued render was accepted'),
    framesPerSecond: z.number().nullable().describe('Of all workers together, measured over the last renders; null before the first'),
    secondsOfWork: z.number().describe('What all that waits would take one worker with one slot, at the measured speed'),
    targetWaitSeconds: z.number().describe('Within which the farm is to be through with what waits (FRAMEFARM_TARGET_WAIT_SECONDS)'),
    wishedWorkers: z.int().describe('Workers as those that are there now, that it takes to be through with what waits in that time'),
    workers: z.array(worker).describe('Those that were heard of within a minute'),
  })
  .meta({ id: 'FarmLoad' })

export type FarmLoad = Readonly<z.output<typeof farmLoad>>
