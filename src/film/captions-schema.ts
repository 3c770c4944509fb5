import { z } from 'zod'
import { captionPresetNames } from './caption-presets.ts'
import { colour, fontFamily, source } from './schema-words.ts'

/** How captions are written in a film file. Resolved types are in caption-style.ts and captions.ts. */

const colourWithAlpha = z
  .string()
  .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/)
  .meta({ allowed: 'a colour as #rgb, #rrggbb or #rrggbbaa' })

const ems = (most: number, description: string) => z.number().min(0).max(most).describe(`${description}, in font sizes`)
const shift = (description: string) => z.number().min(-1).max(1).describe(`${description}, in font sizes`)

const margin = z
  .union([z.number().min(0).max(0.45), z.string().regex(/^\d{1,4}px$/)])
  .meta({ allowed: 'a fraction of the frame from 0 to 0.45, or pixels such as "48px"' })

const safeArea = z
  .union([
    margin,
    z.strictObject({
      top: margin.optional().describe('Of the height'),
      right: margin.optional().describe('Of the width'),
      bottom: margin.optional().describe('Of the height'),
      left: margin.optional().describe('Of the width'),
    }),
  ])
  .meta({ allowed: 'a margin (a fraction of the frame from 0 to 0.45, or pixels such as "48px"), or an object of top, right, bottom and left' })

const box = z.strictObject({
  colour: colourWithAlpha.optional().describe('May be translucent'),
  padding: ems(2, 'Between text and edge').optional(),
  radius: ems(2, 'Of the corners').optional(),
})

const outline = z.strictObject({
  colour: colourWithAlpha.optional().describe('Round every letter'),
  width: ems(0.3, 'Width').optional(),
})

const shadow = z.strictObject({
  colour: colourWithAlpha.optional().describe('Below the letters'),
  x: shift('To the right').optional(),
  y: shift('Down').optional(),
  blur: ems(1, 'How soft it is').optional(),
})

const highlight = z.strictObject({
  colour: colour.optional().describe('Of the word that is spoken'),
  box: box.nullable().optional().describe('Behind the word that is spoken; null for none'),
  scale: z.number().min(1).max(1.5).optional().describe('How far a word pops up when it is spoken; 1 for not at all'),
  reveal: z.boolean().optional().describe('A word appears only when it is spoken'),
})

const captionStyle = z.strictObject({
  preset: z.enum(captionPresetNames).optional().describe('A ready style; every other field changes it'),
  position: z.enum(['top', 'middle', 'bottom']).optional().describe('Where in the safe area'),
  align: z.enum(['left', 'centre', 'right']).optional().describe('The lines, in the safe area'),
  safeArea: safeArea.optional().describe('Margins of the frame that captions never enter'),
  font: fontFamily('Font family').optional(),
  weight: z.int().min(100).max(900).optional().describe('400 is regular, 700 bold'),
  size: z.number().min(0.01).max(0.3).optional().describe("Font size, of the frame's shorter side; smaller where a text would not fit"),
  lineHeight: z.number().min(0.8).max(3).optional().describe('From line to line, in font sizes'),
  colour: colour.optional().describe('Of the text'),
  outline: outline.nullable().optional().describe('null for none'),
  shadow: shadow.nullable().optional().describe('null for none'),
  box: box.nullable().optional().describe('Behind the whole text; null for none'),
  maxLines: z.int().min(1).max(10).optional().describe('How many lines are shown at once'),
  upperCase: z.boolean().optional().describe('All in capital letters'),
  highlight: highlight.nullable().optional().describe('How the word that is spoken differs; null for not at all'),
})

const time = (description: string) => z.number().min(0).max(36_000).describe(`${description}, in seconds from the scene's start`)
const text = z.string().min(1).max(20_000)

const word = z.strictObject({
  text: z.string().min(1).max(500).describe('One word, with its punctuation'),
  start: time('When it is spoken').optional(),
  end: time('When it has been spoken').optional(),
})

const line = z.strictObject({
  start: time('When it appears'),
  end: time('When it is gone'),
  text: text.optional().describe('What is shown; a line break stays one'),
  words: z.array(word).min(1).max(500).optional().describe('Instead of `text`: what is shown, word by word; words without times share what is left'),
})

export const sceneCaptions = {
  captions: z
    .union([text, z.array(line).max(2000)])
    .meta({ allowed: 'a text, or a list of lines with times' })
    .optional()
    .describe(
      "A text, spread evenly over the scene's voiceover (or the scene); or lines with times. Instead of what the film's caption file has there",
    ),
  captionStyle: captionStyle.optional().describe("What differs in this scene from the film's `captions.style`"),
}

export const filmCaptions = z.strictObject({
  source: source('An SRT or WebVTT file in film time').optional(),
  style: captionStyle.prefault({}).describe('What all captions look like'),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .default('und')
    .meta({ allowed: 'a language tag such as en, pt-BR or zh-Hant' })
    .describe('Language of the captions; und where it is not known'),
  burnIn: z.boolean().default(true).describe('Drawn into the picture'),
  sidecar: z
    .array(z.enum(['srt', 'vtt']))
    .max(2)
    .default([])
    .describe('Caption files that are written beside the film, under its name'),
  track: z.boolean().default(false).describe('A text track in the film, which players can switch on'),
})

export type CaptionStyleInput = z.output<typeof captionStyle>
export type SceneCaptionsInput = z.output<(typeof sceneCaptions)['captions']>
export type FilmCaptionsInput = z.output<typeof filmCaptions>
