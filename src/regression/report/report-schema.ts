import { z } from 'zod'
import { pickReasons } from '../frame-pick.ts'

const count = z.int().nonnegative()
const states = ['same', 'noise', 'changed', 'new', 'broken', 'gone'] as const
const findingKinds = ['moved', 'colour', 'matrix', 'range', 'blurred', 'sharpened', 'local', 'everywhere', 'late', 'early', 'timing'] as const

const finding = z
  .strictObject({ kind: z.enum(findingKinds), text: z.string().describe('One sentence without a full stop, with figures.') })
  .readonly()

const measures = z
  .strictObject({
    differentPixels: count.describe('Pixels that differ beyond the tolerance of one pixel, anti-aliased ones left out.'),
    differentShare: z.number().min(0).max(1).describe('Of all pixels that are compared.'),
    antialiasedPixels: count,
    largest: z.number().min(0).max(255).describe('Largest difference of a channel.'),
    psnr: z.number().nullable().describe('Decibels; null for equal pictures.'),
    ssim: z.number(),
    box: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).readonly().nullable(),
  })
  .readonly()

const comparison = {
  findings: z.array(finding).readonly(),
  measures: measures.nullable(),
}

const file = z.string().nullable().describe('A PNG file, relative to the folder of the report, with slashes; null where there is none.')

const opinion = z
  .strictObject({
    browser: z.string().describe('Name and version.'),
    outcome: z.enum(['same', 'noise', 'changed']),
    ...comparison,
    files: z.strictObject({ picture: z.string(), difference: file }).readonly(),
  })
  .readonly()

const frame = z
  .strictObject({
    name: z.string(),
    frame: count.describe('Of the film, from 0.'),
    seconds: z.number().nonnegative(),
    scene: count.describe('From 1.'),
    why: z.array(z.enum(pickReasons)).readonly(),
    state: z.enum(states),
    problem: z.string().nullable().describe('Why the baseline cannot be compared, and what to do; null but for `broken`.'),
    ...comparison,
    files: z.strictObject({ baseline: file, actual: file, difference: file }).readonly(),
    opinions: z.array(opinion).readonly().describe('What browsers show at this time, compared with the actual frame.'),
  })
  .readonly()

/** What report.json has (docs/frames-report.md). Another `version` is another shape. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    result: z.enum(['same', 'different']).describe('`different` where any frame is changed, new or broken.'),
    film: z.strictObject({ path: z.string(), name: z.string(), width: count, height: count, fps: z.number().positive(), frames: count }).readonly(),
    rendererKey: z.string(),
    method: z.string(),
    isSkipped: z.boolean().describe('Nothing had changed since the baselines were approved: nothing was drawn.'),
    seconds: z.number().nonnegative().describe('That the check took.'),
    warnings: z.array(z.string()).readonly(),
    counts: z.strictObject({ same: count, noise: count, changed: count, new: count, broken: count, gone: count }).readonly(),
    browsers: z
      .array(z.strictObject({ browser: z.string(), problem: z.string().nullable().describe('Why it was not asked.') }).readonly())
      .readonly(),
    frames: z.array(frame).readonly(),
  })
  .readonly()

export type Report = z.infer<typeof reportSchema>
export type ReportFrame = Report['frames'][number]
export type FrameState = ReportFrame['state']
