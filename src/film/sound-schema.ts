import { z } from 'zod'
import { source, volume } from './schema-words.ts'

export const voiceover = z.strictObject({
  source: source('The spoken sound'),
  offset: z.number().min(0).max(3600).default(0).describe("Seconds from the scene's start"),
  volume,
})

export const music = z.strictObject({
  source: source('The music'),
  volume: z.number().min(0).max(4).default(0.25).describe('Gain under the voices'),
  loop: z.boolean().default(true).describe('Start again when it ends before the film'),
  fadeIn: z.number().min(0).max(60).default(1).describe('Seconds'),
  fadeOut: z.number().min(0).max(60).default(3).describe("Seconds, up to the film's end"),
})
