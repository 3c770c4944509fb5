import { z } from 'zod'
import { source } from './schema-words.ts'

const positions = ['top-left', 'top-right', 'bottom-left', 'bottom-right', 'top-centre', 'bottom-centre', 'centre-centre'] as const

export const watermark = z.strictObject({
  source: source('An image, best with transparency (PNG, WebP or SVG)'),
  position: z.enum(positions).default('bottom-right').describe('Where it lies'),
  width: z.number().min(0.01).max(1).default(0.12).describe("Part of the frame's width"),
  margin: z.number().min(0).max(0.4).default(0.04).describe("From the edges, as a part of the frame's shorter side"),
  opacity: z.number().min(0).max(1).default(0.8).describe('1 covers what is below'),
})

export type WatermarkInput = z.output<typeof watermark>
