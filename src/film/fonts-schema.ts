import { z } from 'zod'
import { fontFamily, source } from './schema-words.ts'

const font = z.strictObject({
  family: fontFamily('What templates and captions call it'),
  source: source('The font (TTF, OTF, WOFF or WOFF2)'),
  weight: z.int().min(1).max(1000).optional().describe('100 to 900; where it is absent the file says it, and a variable font has all of its weights'),
  style: z.enum(['normal', 'italic']).optional().describe('Where it is absent the file says it'),
})

export const fonts = z.array(font).max(100).default([]).describe('Fonts of the film, one entry for each file')

export const fontsFolder = z
  .string()
  .min(1)
  .max(4096)
  .optional()
  .describe('A folder of fonts named as Google Fonts names them, relative to the film file; where it is absent, FRAMEFARM_FONTS')

export const fontFallback = z
  .array(fontFamily('A family'))
  .max(20)
  .default([])
  .describe('Families for the characters that a font lacks, in this order: "Noto Color Emoji", "Noto Sans CJK JP"')

export type FontInput = z.output<typeof font>
