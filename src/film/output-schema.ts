import { z } from 'zod'
import { metadata } from './metadata-schema.ts'
import { poster, storyboard, thumbnails } from './pictures-schema.ts'
import { codecs, containerNames } from './containers.ts'

const fps = z
  .union([z.int().min(1).max(120), z.string().regex(/^[1-9]\d{0,6}\/[1-9]\d{0,5}$/)])
  .meta({ allowed: 'a whole number from 1 to 120, or a fraction in quotes such as "30000/1001"' })
  .describe('Frames per second')

const size = (description: string) => z.int().min(16).max(7680).multipleOf(2).describe(description)
const seconds = (description: string) => z.number().min(0).max(86_400).describe(description)

/** From the quickest encoding to the best picture for its size; every encoder has its own setting for each. */
export const presets = ['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'] as const

const range = z
  .strictObject({
    from: seconds('Where it starts').default(0),
    to: seconds("Where it ends; the film's end where it is absent").optional(),
  })
  .describe('Render only a part of the film; seconds of its time line')

const fields = {
  width: size('Pixels; even'),
  height: size('Pixels; even'),
  fps,
  quality: z.enum(['draft', 'standard', 'high']).describe('Picture quality against time and size'),
  codec: z.enum(codecs).optional().describe('Video codec; the first that the container takes where it is absent: h264, in webm vp9'),
  container: z.enum(containerNames).optional().describe("Kind of file; the output path's suffix says it where it is absent"),
  crf: z.int().min(0).max(63).optional().describe('Constant quality in place of that of `quality`: lower is better; up to 51 for h264 and hevc'),
  bitrate: z
    .string()
    .regex(/^[1-9]\d{0,5}(\.\d{1,3})?[kM]$/)
    .optional()
    .meta({ allowed: 'bits per second as text such as "800k" or "6M"' })
    .describe('Mean bit rate in place of a constant quality'),
  preset: z.enum(presets).optional().describe('How long the encoder may take in place of that of `quality`'),
  alpha: z.boolean().optional().describe('Keep what nothing is drawn on transparent: prores in mov, or vp9 in webm'),
  range: range.optional(),
  segment: z.int().min(2).max(30).optional().describe('Seconds of a segment of hls, 6 where it is absent; each goes on to the next key frame'),
  metadata: metadata.optional(),
  poster: poster.optional(),
  thumbnails: thumbnails.optional(),
  storyboard: storyboard.optional(),
}

export const output = z.strictObject({
  ...fields,
  width: fields.width.default(1920),
  height: fields.height.default(1080),
  fps: fields.fps.default(30),
  quality: fields.quality.default('standard'),
})

export const namedOutput = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
      .meta({ allowed: 'letters, digits, points, hyphens and underscores, up to 64' })
      .describe("Part of the file's name: film-NAME.mp4, or what stands for {name} in the output path"),
    ...z.strictObject(fields).partial().shape,
  })
  .describe('What differs from `output` in this file; each field as there')

export type NamedOutputInput = z.output<typeof namedOutput>
export type OutputInput = z.output<typeof output>
export type Quality = OutputInput['quality']
export type Preset = (typeof presets)[number]
