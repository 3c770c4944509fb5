import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import type { Stills } from '../farm/render-still.ts'
import { sameOriginJson } from './editing/same-origin-json.ts'
import type { LiveFilm } from './live-film.ts'
import { loopbackOnly } from './loopback-only.ts'
import { previewRoutes, type PreviewGuards } from './preview-routes.ts'
import { readingOnly } from './reading-only.ts'
import { pageHeaders, sceneHeaders } from './security-headers.ts'

const anybody: RequestHandler = (_request, _response, next) => next()

/** Whoever has got as far as the token may do everything. */
const guards: PreviewGuards = { changing: sameOriginJson, drawing: anybody, working: anybody, following: anybody, scenes: sceneHeaders }

/**
 * The preview of one film over HTTP, all of it below the token.
 * @param token other pages and users of this machine can reach the port, but do not know this
 */
export function previewApp(film: LiveFilm, { still }: Stills, token: string): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(loopbackOnly)
  app.use(pageHeaders)
  app.use(`/${token}`, previewRoutes(film, still, guards))
  app.use(readingOnly, notFound, showError)
  return app
}

/** What is to be told apart from a failure of ours. */
const statusOfCode: Readonly<Partial<Record<string, number>>> = { USAGE: 422, FILM_INVALID: 422, FILM_UNREADABLE: 409, FILM_OVERTAKEN: 409 }

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
