import { z } from 'zod'
import { presetNames } from './ken-burns-presets.ts'

/** What a film file may say, as it is written. Resolved and defaulted types are in film.ts. */

const unit = (description: string) => z.number().min(0).max(1).describe(description)
const volume = z.number().min(0).max(4).default(1).describe('Gain: 1 leaves the sound as it is, 0.5 is 6 dB less')
const source = (what: string) =>
  z.string().min(1).max(4096).describe(`${what}: a path relative to the film file, or a file:, http:, https: or gs: address`)

const colour = z
  .string()
  .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/)
  .meta({ allowed: 'a colour as #rgb or #rrggbb' })

const number = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)`
const fraction = String.raw`(?:0(?:\.\d+)?|\.\d+|1(?:\.0+)?)`
const easing = z
  .string()
  .regex(
    new RegExp(
      String.raw`^(?:linear|ease|ease-in|ease-out|ease-in-out|cubic-bezier\(\s*${[fraction, number, fraction, number].join(String.raw`\s*,\s*`)}\s*\))$`,
    ),
  )
  .default('ease-in-out')
  .meta({ allowed: 'linear, ease, ease-in, ease-out, ease-in-out or cubic-bezier(x1, y1, x2, y2) with x1 and x2 from 0 to 1' })
  .describe('How the move starts and stops, as in CSS')

const scale = (description: string) => z.number().min(1).max(4).describe(description)

const kenBurns = z
  .strictObject({
    preset: z.enum(presetNames).optional().describe('A ready move; takes the place of the six numbers'),
    amount: z.number().min(0).max(1).optional().describe('How far a preset goes: 0.15 zooms by 15 % or pans by 15 % of the frame'),
    startScale: scale('Zoom at the start; 1 just covers the frame').optional(),
    endScale: scale('Zoom at the end').optional(),
    startX: unit('Point of the image that is in the middle of the frame at the start').optional(),
    startY: unit('The same, from the top').optional(),
    endX: unit('Point of the image that is in the middle of the frame at the end').optional(),
    endY: unit('The same, from the top').optional(),
    easing,
  })
  .describe('The camera move; where it is absent, a gentle one that differs from scene to scene')

const voiceover = z.strictObject({
  source: source('The spoken sound'),
  offset: z.number().min(0).max(3600).default(0).describe("Seconds from the scene's start"),
  volume,
})

const scene = z.strictObject({
  image: source('The photograph (JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG)'),
  duration: z.number().min(0.1).max(3600).describe('Seconds'),
  kenBurns: kenBurns.optional(),
  voiceover: voiceover.optional().describe('Spoken over the scene'),
  template: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default('ken-burns')
    .meta({ allowed: 'the name of a template' })
    .describe('The page that draws the scene'),
  props: z.record(z.string(), z.json()).default({}).describe('Values for the template'),
})

const fps = z
  .union([z.int().min(1).max(120), z.string().regex(/^[1-9]\d{0,6}\/[1-9]\d{0,5}$/)])
  .default(30)
  .meta({ allowed: 'a whole number from 1 to 120, or a fraction in quotes such as "30000/1001"' })
  .describe('Frames per second')

const size = (description: string) => z.int().min(16).max(7680).multipleOf(2).describe(description)

const output = z.strictObject({
  width: size('Pixels; even').default(1920),
  height: size('Pixels; even').default(1080),
  fps,
  quality: z.enum(['draft', 'standard', 'high']).default('standard').describe('Picture quality against time and size'),
  codec: z.enum(['h264']).default('h264').describe('Video codec of the MP4'),
})

const music = z.strictObject({
  source: source('The music'),
  volume: z.number().min(0).max(4).default(0.25).describe('Gain under the voices'),
  loop: z.boolean().default(true).describe('Start again when it ends before the film'),
  fadeIn: z.number().min(0).max(60).default(1).describe('Seconds'),
  fadeOut: z.number().min(0).max(60).default(3).describe("Seconds, up to the film's end"),
})

export const filmSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of the JSON Schema, for editors'),
  version: z.literal(1).describe('Version of this format'),
  output: output.prefault({}).describe('What the film file is like'),
  background: colour.default('#000000').describe('Behind transparent images'),
  music: music.optional().describe('Under the whole film'),
  scenes: z.array(scene).min(1).max(1000).describe('Shown one after the other'),
})

export type FilmInput = z.output<typeof filmSchema>
export type SceneInput = FilmInput['scenes'][number]
export type KenBurnsInput = NonNullable<SceneInput['kenBurns']>
export type Quality = FilmInput['output']['quality']
export type Codec = FilmInput['output']['codec']

/** The JSON Schema (draft 2020-12) of a film file, generated from the schema that checks it. */
export function filmJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: 'Framefarm film', ...z.toJSONSchema(filmSchema, { io: 'input' }) }
}
