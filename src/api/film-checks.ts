import { z } from 'zod'
import { renderRequest } from './render-request.ts'

const fault = z.object({ pointer: z.string().describe('JSON Pointer into the film'), message: z.string() })

/** POST /v1/validate. */
export const validateRequest = z.strictObject({
  film: renderRequest.shape.film,
  assets: z.boolean().default(false).describe('Also fetch and look into every file that the film names, to its last byte'),
})

const timelineEntry = z.object({
  scene: z.int().describe('From 0'),
  startSeconds: z.number(),
  durationSeconds: z.number(),
  frames: z.int(),
})

/** What POST /v1/validate answers. */
export const validateResult = z
  .object({
    valid: z.boolean(),
    faults: z.array(fault).describe('Why it cannot be rendered'),
    warnings: z.array(fault).describe('What is doubtful; told with `assets`'),
    timeline: z
      .array(timelineEntry)
      .nullable()
      .describe('null where the film has faults, or where durations come from sounds and `assets` is not set'),
  })
  .meta({ id: 'ValidateResult' })

/** POST /v1/estimate. */
export const estimateRequest = z.strictObject({ film: renderRequest.shape.film })

/** What POST /v1/estimate answers. */
export const estimateResult = z
  .object({
    frames: z.int().describe('Of all the files of the film'),
    durationSeconds: z.number().describe('Of the film'),
    renderSeconds: z.number().nullable().describe('At the speed that was last measured here; null before the first render'),
    waitSeconds: z.number().nullable().describe('Until the work that is queued before it is done'),
    cost: z.object({ amount: z.number(), currency: z.string() }).nullable().describe('By the price table of this server; null where it has none'),
  })
  .meta({ id: 'EstimateResult' })

export type ValidateResult = z.output<typeof validateResult>
export type EstimateResult = z.output<typeof estimateResult>
