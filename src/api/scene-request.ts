import { z } from 'zod'
import { kenBurns } from '../film/camera-schema.ts'

const side = z.int().min(16).max(7680).multipleOf(2).describe('Pixels; even')

/** POST /process-scene: one scene a request, for containers behind an autoscaler. */
export const sceneRequest = z.strictObject({
  sceneIndex: z.int().min(0).max(100_000),
  imageUrl: z.url({ protocol: /^(https?|gs)$/ }).max(4096),
  duration: z.number().min(0.1).max(3600).describe('Seconds'),
  kenBurns: kenBurns.optional(),
  output: z.strictObject({ width: side, height: side, fps: z.int().min(1).max(120) }),
  jobId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/),
  outputBucket: z
    .string()
    .regex(/^(gs:\/\/)?[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/)
    .describe("A bucket's name"),
})

/** What POST /process-scene answers. */
export const sceneResult = z.object({
  success: z.literal(true),
  sceneVideoUrl: z.string(),
  duration: z.number().describe('Seconds'),
  processingTime: z.number().describe('Milliseconds'),
})

export type SceneRequest = z.output<typeof sceneRequest>
