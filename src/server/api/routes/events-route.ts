import { z } from 'zod'
import { isOver } from '../../../api/render-states.ts'
import { sendEvents } from '../events/send-events.ts'
import { startedEvents } from '../events/started-events.ts'
import { notFound } from '../request-errors.ts'
import { route } from '../route.ts'
import { renderParams } from './render-params.ts'

const lastEventId = z
  .string()
  .regex(/^\d{1,15}$/, 'is not the id of an event')
  .transform(Number)
  .optional()

export const eventsRoute = route(
  {
    method: 'get',
    path: '/v1/renders/:id/events',
    id: 'followRender',
    tag: 'renders',
    summary: 'Follow a render',
    description:
      'Server-sent events: every one so far, then new ones as they come; the stream ends with the render. The event name is `type`, the data is JSON as RenderEvent has it. A connection that is cut is taken up again by Last-Event-ID.',
    access: 'key',
    params: renderParams,
    headers: z.object({ 'last-event-id': lastEventId.describe('Only events after this one') }),
    query: z.strictObject({ after: lastEventId.describe('The same, for those who cannot set the header') }),
    replies: {
      200: { description: 'Events', mediaTypes: ['text/event-stream'] },
      204: { description: 'The render is over, and there are no more events: a browser stops asking' },
    },
    faults: ['NOT_FOUND', 'LIMIT_REACHED', 'SERVER_BUSY'],
  },
  async ({ parts, params, headers, query, owner, request, response, signal: leaving }) => {
    parts.stopping.throwIfDraining()
    const render = await parts.farm.find(params.id, owner)
    if (!render) throw notFound('such render')
    if (request.method === 'HEAD') return { status: 200, headers: { 'Content-Type': 'text/event-stream' } }
    const giveBack = parts.places.take(owner)
    try {
      const signal = AbortSignal.any([leaving, parts.stopping.signal])
      const events = await parts.farm.events(params.id, owner, { id: headers['last-event-id'] ?? query.after ?? 0, signal })
      if (!events) throw notFound('such render')
      const toSend = isOver(render.state) ? await startedEvents(events) : events
      if (toSend === null) return { status: 204 }
      await sendEvents(response, toSend, { timing: parts.streamTiming, signal })
      return 'sent'
    } finally {
      giveBack()
    }
  },
)
