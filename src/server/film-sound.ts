import type { RequestHandler } from 'express'
import type { LiveFilm } from './live-film.ts'

/** Answers with the mixed sound of the film, or the part of it that a player asks for. */
export function filmSound(film: LiveFilm): RequestHandler {
  return async (_request, response, next) => {
    const path = await film.soundPath()
    if (path === null) {
      next()
      return
    }
    response.type('audio/mp4')
    // The folder may lie below one whose name begins with a dot.
    response.sendFile(path, { dotfiles: 'allow', cacheControl: false, etag: false, lastModified: false }, (error) => {
      if (error && !response.headersSent) next(error)
    })
  }
}
