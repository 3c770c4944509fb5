import { join } from 'node:path'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import type { Stills } from '../farm/render-still.ts'
import { editRoutes } from './editing/edit-routes.ts'
import { filmSound } from './film-sound.ts'
import type { LiveFilm } from './live-film.ts'
import { loopbackOnly } from './loopback-only.ts'
import { sceneFiles } from './scene-files.ts'
import { pageHeaders, sceneHeaders } from './security-headers.ts'
import { stateEvents } from './state-events.ts'
import { wavesOfFilm } from './sound-waves.ts'
import { stillFrame } from './still-frame.ts'
import { photographs, thumbnails } from './thumbnails.ts'

const pageFolder = join(import.meta.dirname, 'preview')

/**
 * The preview of one film over HTTP, all of it below the token.
 * @param token other pages and users of this machine can reach the port, but do not know this
 */
export function previewApp(film: LiveFilm, stills: Stills, token: string): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(loopbackOnly)
  app.use(pageHeaders)
  app.use(`/${token}/draft`, editRoutes(film))
  app.use(readingOnly)
  app.use(`/${token}/scenes`, sceneHeaders, sceneFiles(film))
  app.use(`/${token}/thumbnails`, thumbnails(film))
  app.use(`/${token}/photographs`, photographs(film))
  app.get(`/${token}/sound`, filmSound(film))
  app.get(`/${token}/waves`, wavesOfFilm(film))
  app.get(`/${token}/still`, stillFrame(film, stills))
  app.get(`/${token}/film.json`, filmText(film))
  app.get(`/${token}/events`, stateEvents(film))
  app.use(`/${token}`, express.static(pageFolder, { index: 'page.html', cacheControl: false, etag: false, lastModified: false }))
  app.use(notFound, showError)
  return app
}

/** What is to be told apart from a failure of ours. */
const statusOfCode: Readonly<Partial<Record<string, number>>> = { USAGE: 422, FILM_INVALID: 422, FILM_UNREADABLE: 409, FILM_OVERTAKEN: 409 }

const readingOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') next()
  else response.status(405).set('Allow', 'GET, HEAD').type('text/plain').send('method not allowed\n')
}

/** The film as it would be saved. */
function filmText(film: LiveFilm): RequestHandler {
  return (_request, response, next) => {
    if (film.text === null) next()
    else response.type('application/json').send(film.text)
  }
}

const notFound: RequestHandler = (_request, response) => {
  response.status(404).type('text/plain').send('not found\n')
}

/** Express recognises it by its four parameters. */
const showError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  if (response.headersSent) response.destroy()
  else
    response
      .status(statusOf(error))
      .type('text/plain')
      .send(`${messageOf(error)}\n`)
}

/** Express gives its own refusals (a path that cannot be decoded) a status. */
function statusOf(error: unknown): number {
  if (error instanceof FramefarmError) return statusOfCode[error.code] ?? 500
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
}
