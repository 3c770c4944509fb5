import { z } from 'zod'
import { failure, progress } from './render.ts'
import { renderStates } from './render-states.ts'

const about = { id: z.int().describe('Counts up within the render; what Last-Event-ID resumes after'), at: z.iso.datetime() }

/** What GET /v1/renders/{id}/events tells; the SSE event name is `type`. */
export const renderEvent = z
  .discriminatedUnion('type', [
    z.object({ ...about, type: z.literal('state'), state: z.enum(renderStates) }),
    z.object({ ...about, type: z.literal('progress'), progress }),
    z.object({
      ...about,
      type: z.literal('scene'),
      scene: z.int(),
      state: z.enum(['rendering', 'done', 'failed', 'left-out']),
      error: failure.nullable(),
    }),
    z.object({ ...about, type: z.literal('warning'), message: z.string() }),
  ])
  .meta({ id: 'RenderEvent' })

export type RenderEvent = z.output<typeof renderEvent>
