import type { RequestHandler } from 'express'
import type { Stills } from '../farm/render-still.ts'
import type { LiveFilm } from './live-film.ts'

export type DrawStill = Stills['still']

/** Answers `?frame=N` with that frame of the film as it is now, drawn by the renderer. */
export function stillFrame(film: LiveFilm, still: DrawStill): RequestHandler {
  return async (request, response, next) => {
    const shown = film.shown
    if (shown === null) {
      next()
      return
    }
    const leaving = new AbortController()
    response.once('close', () => leaving.abort())
    const picture = await still({ film: shown, at: Number(request.query['frame']), format: 'png' }, leaving.signal)
    response.type('image/png').send(picture)
  }
}
