import { z } from 'zod'
import { fit, focus, kenBurns, rotation } from './camera-schema.ts'
import { fontFallback, fonts, fontsFolder } from './fonts-schema.ts'
import { filmCaptions, sceneCaptions } from './captions-schema.ts'
import { output } from './output-schema.ts'
import { colour, source } from './schema-words.ts'
import { music, voiceover } from './sound-schema.ts'
import { transition } from './transition-schema.ts'
import { watermark } from './watermark-schema.ts'

/** What a film file may say, as it is written. Resolved and defaulted types are in film.ts. */

const scene = z.strictObject({
  image: source('The photograph (JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG)'),
  duration: z.number().min(0.1).max(3600).describe('Seconds'),
  kenBurns: kenBurns.optional(),
  focus,
  fit,
  rotation,
  voiceover: voiceover.optional().describe('Spoken over the scene'),
  ...sceneCaptions,
  transition: transition.optional().describe('From the scene before into this one; before the first scene there is the background'),
  template: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default('ken-burns')
    .meta({ allowed: 'the name of a template' })
    .describe('The page that draws the scene'),
  props: z.record(z.string(), z.json()).default({}).describe('Values for the template'),
})

export const filmSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of the JSON Schema, for editors'),
  version: z.literal(1).describe('Version of this format'),
  output: output.prefault({}).describe('What the film file is like'),
  background: colour.default('#000000').describe('Behind transparent images'),
  music: music.optional().describe('Under the whole film'),
  captions: filmCaptions.prefault({}).describe('What is spoken, as text'),
  fonts,
  fontsFolder,
  fontFallback,
  transition: transition.optional().describe('Into every scene but the first, where it says nothing itself'),
  watermark: watermark.optional().describe('Over the whole film'),
  scenes: z.array(scene).min(1).max(1000).describe('Shown one after the other'),
})

export type FilmInput = z.output<typeof filmSchema>
export type SceneInput = FilmInput['scenes'][number]

/** The JSON Schema (draft 2020-12) of a film file, generated from the schema that checks it. */
export function filmJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: 'Framefarm film', ...z.toJSONSchema(filmSchema, { io: 'input' }) }
}
