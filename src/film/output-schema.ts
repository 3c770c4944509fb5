import { z } from 'zod'

const fps = z
  .union([z.int().min(1).max(120), z.string().regex(/^[1-9]\d{0,6}\/[1-9]\d{0,5}$/)])
  .default(30)
  .meta({ allowed: 'a whole number from 1 to 120, or a fraction in quotes such as "30000/1001"' })
  .describe('Frames per second')

const size = (description: string) => z.int().min(16).max(7680).multipleOf(2).describe(description)

export const output = z.strictObject({
  width: size('Pixels; even').default(1920),
  height: size('Pixels; even').default(1080),
  fps,
  quality: z.enum(['draft', 'standard', 'high']).default('standard').describe('Picture quality against time and size'),
  codec: z.enum(['h264']).default('h264').describe('Video codec of the MP4'),
})

type OutputInput = z.output<typeof output>
export type Quality = OutputInput['quality']
export type Codec = OutputInput['codec']
