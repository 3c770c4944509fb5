import { z } from 'zod'
import { renderRequest } from './render-request.ts'

/** POST /v1/frames: one frame of a film, as the renderer draws it. */
export const frameRequest = z.strictObject({
  film: renderRequest.shape.film,
  at: z
    .union([z.strictObject({ seconds: z.number().min(0).max(1e6) }), z.strictObject({ frame: z.int().min(0).max(1e6) })])
    .meta({ allowed: '{"seconds": number} or {"frame": whole number}' })
    .describe('Which frame: the one at a time, or by its number from 0'),
  format: z.enum(['png', 'jpeg']).default('png'),
  width: z.int().min(16).max(8192).optional().describe('Pixels; the height follows. As wide as the film where absent'),
})

export type FrameRequest = z.output<typeof frameRequest>
