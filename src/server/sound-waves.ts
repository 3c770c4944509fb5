import type { RequestHandler } from 'express'
import type { LiveFilm } from './live-film.ts'

/** Answers with what the film sounds like, as numbers to be drawn. */
export function wavesOfFilm(film: LiveFilm): RequestHandler {
  return async (_request, response, next) => {
    const waves = await film.waves()
    if (waves === null) next()
    else response.json(waves)
  }
}
