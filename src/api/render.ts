import { z } from 'zod'
import { renderStates } from './render-states.ts'

const time = z.iso.datetime()

/** What went wrong, in the words of docs/errors.md. */
export const failure = z.object({
  code: z.string().describe('Stable; docs/errors.md lists them'),
  message: z.string(),
  hint: z.string().describe('What to do'),
  retryable: z.boolean().describe('Whether the same work may succeed when it is simply done again'),
  faults: z
    .array(z.object({ pointer: z.string(), message: z.string() }))
    .optional()
    .describe('Of a film with faults: where they are in it'),
})

const sceneStatus = z.object({
  index: z.int().describe('From 0, in the film as it was sent'),
  state: z.enum(['waiting', 'rendering', 'done', 'failed', 'left-out']),
  framesDone: z.int(),
  framesTotal: z.int(),
  method: z.string().nullable().describe('How its frames were made'),
  attempts: z.int().describe('How often work on it was begun'),
  errors: z.array(failure.omit({ faults: true }).extend({ at: time, attempt: z.int() })),
})

export const progress = z.object({
  overall: z.number().min(0).max(1).describe('By what each part costs on this farm'),
  framesDone: z.int(),
  framesTotal: z.int().describe('0 until the film is planned'),
  framesPerSecond: z.number().describe('Over the last seconds'),
  secondsLeft: z.number().nullable().describe('null until it can be told'),
})

export const outputFile = z.object({
  name: z.string().nullable().describe('Of a film with several outputs'),
  kind: z.enum(['film', 'poster', 'thumbnail', 'storyboard', 'captions', 'other']),
  file: z.string().describe('Its file name'),
  url: z.string().describe('Path of this server, or the address at the destination'),
  bytes: z.int(),
  mediaType: z.string(),
  /** Of a film. */
  durationSeconds: z.number().optional(),
  frames: z.int().optional(),
})

export const render = z
  .object({
    id: z.string().describe('rnd_ and 32 hexadecimal digits'),
    state: z.enum(renderStates),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    /** How often it was retried as a whole. */
    run: z.int().min(1),
    progress,
    scenes: z.array(sceneStatus),
    outputs: z.array(outputFile).describe('Empty until it has succeeded'),
    leftOut: z
      .array(z.object({ scene: z.int(), how: z.enum(['skip', 'placeholder']), error: failure }))
      .describe('Scenes that the film does not show'),
    warnings: z.array(z.string()),
    error: failure.nullable().describe('Why it has failed'),
    cost: z.object({ seconds: z.number().describe('Of work so far'), amount: z.number().nullable(), currency: z.string().nullable() }),
    priority: z.int(),
    metadata: z.record(z.string(), z.json()),
    destination: z.string().nullable(),
    onSceneFailure: z.enum(['fail', 'skip', 'placeholder']),
  })
  .meta({ id: 'Render' })

export type Failure = z.output<typeof failure>
export type SceneStatus = z.output<typeof sceneStatus>
export type RenderProgress = z.output<typeof progress>
export type OutputFile = z.output<typeof outputFile>
export type Render = z.output<typeof render>
