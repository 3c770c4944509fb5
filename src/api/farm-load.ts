import { z } from 'zod'
import type { FarmLoad } from './render-farm.ts'

/** What GET /v1/load answers: of the whole farm, whoever asks. */
export const farmLoad = z
  .object({
    queuedRenders: z.int(),
    runningRenders: z.int(),
    queuedFrames: z.int(),
    oldestQueuedSeconds: z.number().describe('Since the oldest queued render was accepted'),
    framesPerSecond: z.number().nullable().describe('Measured over the last renders; null before the first'),
  })
  .meta({ id: 'FarmLoad' }) satisfies z.ZodType<FarmLoad>
