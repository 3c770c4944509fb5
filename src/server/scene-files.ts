import type { RequestHandler } from 'express'
import type { LiveFilm } from './live-film.ts'

/**
 * Answers `/N/path` from the site of scene N. As in the renderer, a path is looked up as it is written: what is not in
 * the site's map is not there, so that no path leads to another file.
 */
export function sceneFiles(film: LiveFilm): RequestHandler {
  return async (request, response, next) => {
    const [, number, path = ''] = /^\/([1-9]\d*)(\/.*)$/.exec(request.path) ?? []
    const file = film.site(Number(number))?.files.get(path)
    if (!file) {
      next()
      return
    }
    response.set('Content-Type', file.contentType).send(await file.read())
  }
}
