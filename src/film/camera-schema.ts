import { z } from 'zod'
import { presetNames } from './ken-burns-presets.ts'
import { easing, unit } from './schema-words.ts'

const scale = (description: string) => z.number().min(1).max(4).describe(description)

const rectangle = (description: string) =>
  z
    .strictObject({
      x: unit('Its left edge, from the left of the image'),
      y: unit('Its top edge, from the top of the image'),
      width: z.number().min(0.01).max(1).describe("Its width, as a part of the image's; the height follows from the shape of the frame"),
    })
    .optional()
    .describe(description)

export const kenBurns = z
  .strictObject({
    preset: z.enum(presetNames).optional().describe('A ready move; takes the place of the six numbers'),
    amount: z.number().min(0).max(1).optional().describe('How far a preset goes: 0.15, the usual, zooms by 15 % or pans by 15 % of the frame'),
    from: rectangle('The part of the image that fills the frame at the start; takes the place of the six numbers'),
    to: rectangle('The part that fills it at the end; where it is absent, the same as at the start'),
    startScale: scale('Zoom at the start; 1 just covers the frame').optional(),
    endScale: scale('Zoom at the end').optional(),
    startX: unit('Point of the image that is in the middle of the frame at the start').optional(),
    startY: unit('The same, from the top').optional(),
    endX: unit('Point of the image that is in the middle of the frame at the end').optional(),
    endY: unit('The same, from the top').optional(),
    easing,
  })
  .describe('The camera move; where it is absent, a gentle one that differs from scene to scene')

const point = z.strictObject({ x: unit('From the left of the image'), y: unit('From the top of the image') })

export const focus = z
  .union([z.literal('auto'), point])
  .optional()
  .meta({ allowed: 'auto, or a point {"x", "y"} with both from 0 to 1' })
  .describe('What presets and the gentle move keep in the frame: a point of the image, or what catches the eye in it')

export const fit = z
  .enum(['cover', 'contain', 'blur-fill'])
  .default('cover')
  .describe('Whether the photograph fills the frame, or is seen whole, with the background or itself, blurred, around it')

/** Of a crooked horizon, in degrees. */
const mostLevelling = 15

export const rotation = z
  .union([z.literal(90), z.literal(180), z.literal(270), z.number().min(-mostLevelling).max(mostLevelling)])
  .default(0)
  .meta({ allowed: `90, 180, 270, or an angle from -${mostLevelling} to ${mostLevelling}` })
  .describe('Degrees by which the image is turned, clockwise; by a small angle its corners are cut off')

export type KenBurnsInput = z.output<typeof kenBurns>
export type Rectangle = NonNullable<KenBurnsInput['from']>
export type Focus = NonNullable<z.output<typeof focus>>
export type Fit = z.output<typeof fit>
