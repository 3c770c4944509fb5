import type { RequestHandler } from 'express'
import type { LiveFilm, StateListener } from './live-film.ts'
import type { PageState } from './preview-state.ts'

/** Server-sent events: the film's state now, and again on every change. */
export function stateEvents(film: LiveFilm): RequestHandler {
  return (_request, response) => {
    response.set('Content-Type', 'text/event-stream').flushHeaders()
    const send: StateListener = (state) => response.write(`data: ${JSON.stringify({ ...state, draft: film.draft } satisfies PageState)}\n\n`)
    const endListening = film.onChange(send)
    const end = () => response.end()
    film.ended.addEventListener('abort', end)
    response.once('close', () => {
      film.ended.removeEventListener('abort', end)
      endListening()
    })
    send(film.state)
  }
}
