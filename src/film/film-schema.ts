import { z } from 'zod'
import { fit, focus, kenBurns, rotation } from './camera-schema.ts'
import { fontFallback, fonts, fontsFolder } from './fonts-schema.ts'
import { filmCaptions, sceneCaptions } from './captions-schema.ts'
import { namedOutput, output } from './output-schema.ts'
import { allowedTemplate } from './resolve-template.ts'
import { colour, source } from './schema-words.ts'
import { loudness, music, soundEffect, soundFormat, voiceover } from './sound-schema.ts'
import { transition } from './transition-schema.ts'
import { watermark } from './watermark-schema.ts'

/** What a film file may say, as it is written. Resolved and defaulted types are in film.ts. */

const scene = z.strictObject({
  image: source('The photograph (JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG), where the template shows one').optional(),
  title: z.string().min(1).max(200).optional().describe('Name of its chapter in the film'),
  duration: z
    .union([z.number().min(0.1).max(3600), z.literal('auto')])
    .meta({ allowed: 'a number from 0.1 to 3600, or auto' })
    .describe('Seconds; auto: as long as the voiceover, and the padding after it'),
  padding: z
    .number()
    .min(0)
    .max(60)
    .optional()
    .describe('Seconds from the end of the voiceover to the end of a scene of duration auto; 0.5 where absent'),
  kenBurns: kenBurns.optional(),
  focus,
  fit,
  rotation,
  voiceover: voiceover.optional().describe('Spoken over the scene'),
  ...sceneCaptions,
  sounds: z.array(soundEffect).max(100).default([]).describe('Other sounds: effects, atmosphere'),
  transition: transition.optional().describe('From the scene before into this one; before the first scene there is the background'),
  template: z
    .string()
    .min(1)
    .max(4096)
    .default('ken-burns')
    .meta({ allowed: allowedTemplate })
    .describe('The page that draws the scene: a name of docs/templates.md, or a folder of your own'),
  props: z.record(z.string(), z.json()).default({}).describe('Values for the template; its template.json says which'),
})

export const filmSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of the JSON Schema, for editors'),
  version: z.literal(1).describe('Version of this format'),
  output: output.prefault({}).describe('What the film file is like'),
  outputs: z
    .array(namedOutput)
    .min(1)
    .max(50)
    .optional()
    .describe('Several files of the film, made in one run; each may have any field of `output` beside its name'),
  background: colour.default('#000000').describe('Behind transparent images'),
  music: music.optional().describe('Under the whole film'),
  captions: filmCaptions.prefault({}).describe('What is spoken, as text'),
  loudness: loudness.prefault({}).describe('How loud the finished film is'),
  sound: soundFormat.prefault({}).describe('What the sound track is like'),
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
