import { z } from 'zod'

/** The largest `metadata`, as JSON. */
const maxMetadataBytes = 4096

/** POST /v1/renders. The film itself is checked by the film's own schema, so that its faults have pointers into it. */
export const renderRequest = z
  .strictObject({
    film: z.record(z.string(), z.json()).describe('The film, as docs/film.md has it; its files are http(s), gs: or asset: addresses'),
    destination: z
      .string()
      .min(1)
      .max(2048)
      .optional()
      .describe('Where the finished files also go: gs://bucket/folder/ or a folder that the server allows; they are always at GET .../film'),
    webhook: z
      .strictObject({
        url: z.url({ protocol: /^https?$/ }).max(2048),
        events: z
          .array(z.enum(['render.succeeded', 'render.failed', 'render.cancelled', 'render.started', 'scene.failed']))
          .min(1)
          .default(['render.succeeded', 'render.failed', 'render.cancelled']),
      })
      .optional()
      .describe('Told of what happens to the render, signed by Standard Webhooks 1.0'),
    priority: z.int().min(-10).max(10).default(0).describe('Higher ones go first, among the renders of one API key'),
    metadata: z
      .record(z.string().max(128), z.json())
      .default({})
      .refine((value) => JSON.stringify(value).length <= maxMetadataBytes, `is larger than ${maxMetadataBytes} bytes`)
      .describe('Given back in the render, its events and webhooks'),
    onSceneFailure: z
      .enum(['fail', 'skip', 'placeholder'])
      .default('fail')
      .describe('After a scene has failed for good: fail the render, leave the scene out, or show a plain card as long as the scene'),
    method: z.enum(['auto', 'layers', 'stream', 'screenshot', 'zoompan', 'crossfade']).default('auto').describe('How frames are made'),
    encoder: z.enum(['auto', 'gpu', 'cpu']).default('auto').describe('What encodes'),
  })
  .meta({ id: 'RenderRequest' })

export type RenderRequest = z.output<typeof renderRequest>
