import { z } from 'zod'
import { colour, easing } from './schema-words.ts'

export const transitionTypes = ['cut', 'fade', 'crossfade', 'dip-to-colour', 'slide', 'push', 'wipe', 'zoom'] as const

export const transition = z.strictObject({
  type: z
    .enum(transitionTypes)
    .describe(
      'cut: none; fade: out to the background, then in from it; crossfade: one into the other; dip-to-colour: as fade, through a colour; slide: the new picture moves in over the old one; push: it pushes the old one out; wipe: an edge goes over the old one; zoom: the old picture comes near while the new one appears',
    ),
  duration: z
    .number()
    .min(0)
    .max(30)
    .default(1)
    .describe("Seconds, from the scene's start; the scene before moves on under it. The film does not become shorter"),
  easing,
  direction: z.enum(['left', 'right', 'up', 'down']).default('left').describe('Where slide, push and wipe move to'),
  colour: colour.default('#ffffff').describe('That dip-to-colour goes through'),
})

export type TransitionInput = z.output<typeof transition>
