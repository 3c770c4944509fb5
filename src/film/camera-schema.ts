import { z } from 'zod'
import { presetNames } from './ken-burns-presets.ts'
import { easing, unit } from './schema-words.ts'

const scale = (description: string) => z.number().min(1).max(4).describe(description)

export const kenBurns = z
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

export type KenBurnsInput = z.output<typeof kenBurns>
