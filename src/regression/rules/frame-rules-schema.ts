import { z } from 'zod'

/** What a file of rules beside a film may say, as it is written: FILM.frames.json. */

const unit = (description: string) => z.number().min(0).max(1).describe(description)

const tolerances = z
  .strictObject({
    threshold: unit('Colour difference of one pixel that passes, as perceived: 1 is black against white, 0.01 is 2.6 levels of grey'),
    antialiased: unit('The same for anti-aliased pixels, on the edges of text and shapes'),
    share: unit('Share of the pixels that may differ by more than that'),
    ssim: unit('Least structural similarity'),
    moved: z.number().min(0).max(100).describe('Pixels that all of it may have moved'),
    colour: z.number().min(0).max(255).describe('Levels of 255 that the colours of all of it may have changed by'),
  })
  .partial()

const sides = {
  x: unit("Left edge, as a part of the frame's width"),
  y: unit("Upper edge, as a part of the frame's height"),
  width: unit("As a part of the frame's width"),
  height: unit("As a part of the frame's height"),
}
const allowedBox = { allowed: 'a box that lies within the frame: x + width and y + height up to 1, and neither width nor height 0' }

const mask = z
  .strictObject({ ...sides, why: z.string().max(200).optional().describe('Why it is left out, for whoever reads the rules') })
  .refine(isWithinFrame, 'does not lie within the frame')
  .meta(allowedBox)

const region = z
  .strictObject({ name: z.string().min(1).max(60).describe('What findings call it'), ...sides, tolerances })
  .refine(isWithinFrame, 'does not lie within the frame')
  .meta(allowedBox)

const parts = {
  tolerances: tolerances.default({}).describe('What is still noise; what is not named here is as usual'),
  masks: z.array(mask).max(100).default([]).describe('What is left out'),
  regions: z.array(region).max(100).default([]).describe('Parts of the frame with tolerances of their own'),
}

/** A time of the film: seconds, or a part of its length. */
const time = z
  .union([z.number().min(0), z.string().regex(/^(?:100|\d{1,2})(?:\.\d+)?%$/)])
  .meta({ allowed: 'seconds as a number, or a part of the film as "50%"' })

export const frameRulesSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema is, for editors'),
  ...parts,
  scenes: z
    .array(z.strictObject({ scene: z.number().int().min(1).max(100_000).describe('Number of the scene, from 1'), ...parts }))
    .max(1000)
    .default([])
    .describe('What holds for a scene beside that'),
  picks: z
    .strictObject({
      usual: z.boolean().default(true).describe('First, middle and last frame of every scene, half-way of every transition, each caption'),
      at: z.array(time).max(1000).default([]).describe('Other frames'),
    })
    .default({ usual: true, at: [] })
    .describe('Which frames are looked at'),
})

export type FrameRulesInput = z.output<typeof frameRulesSchema>

/** As JSON Schema, for editors and for messages. */
export function frameRulesJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: 'Framefarm frame rules', ...z.toJSONSchema(frameRulesSchema, { io: 'input' }) }
}

function isWithinFrame({ x, y, width, height }: { x: number; y: number; width: number; height: number }): boolean {
  // Thirds and tenths do not add up to 1 in binary.
  return width > 0 && height > 0 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9
}
