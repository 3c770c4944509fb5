import type { RequestHandler } from 'express'
import type { LiveFilm, StateListener } from './live-film.ts'
import type { PageState } from './preview-state.ts'

/** Server-sent events: the film's state now, and again on every change. */
export function stateEvents(film: LiveFilm): RequestHandler {
  return (_request, response) => {
    response.set('Content-Type', 'text/event-stream').flushHeaders()
    const send: StateListener = (state) => response.write(`data: ${JSON.stringify({ ...state, draft: film.draft } satisfies PageState)}\n\n`)
    const end = film.onChange(send)
    response.once('close', end)
    send(film.state)
  }
}
