import { Router, type ErrorRequestHandler, type RequestHandler } from 'express'
import { FramefarmError } from '../../shared/errors.ts'
import { authenticate } from '../api/access/authenticate.ts'
import type { ApiParts } from '../api/api-parts.ts'
import { notFound, RequestInvalidError } from '../api/request-errors.ts'
import { pageFiles, pageOf } from '../page-files.ts'
import { previewRoutes, type PreviewGuards } from '../preview-routes.ts'
import { dashboardHeaders, servedSceneHeaders } from '../security-headers.ts'
import type { HeldDraft } from './drafts.ts'

/**
 * The preview of a server's films: the page at `/preview` that opens one, and below it each film that is open, at an address that nobody guesses.
 * A frame, an image or a script cannot send an API key, so whoever knows that address can look; what changes the film or starts the renderer is
 * asked for by the page's own script, which sends the key.
 */
export function servedPreview(parts: ApiParts): Router {
  const routers = new WeakMap<HeldDraft, Router>()
  const router = Router({ strict: true })
  router.get('/preview', dashboardHeaders, pageOf('preview-start'))
  // Addresses in it start from where it lies.
  router.get('/preview/', (_request, response) => response.redirect(301, '../preview'))
  router.use(['/preview-start', '/page-parts'], dashboardHeaders)
  router.use(pageFiles('preview-start', 'page-parts'))
  router.use('/preview/:id', (request, response, next) => {
    const draft = parts.drafts.find(request.params['id'] ?? '')
    if (!draft) throw notFound('film open here, or it is not open any more')
    const routes = routers.get(draft) ?? previewRoutes(draft.film, parts.stills.still, guardsOf(draft, parts))
    routers.set(draft, routes)
    routes(request, response, next)
  })
  router.use(asProblem)
  return router
}

function guardsOf(draft: HeldDraft, { keys, buckets, direct, places, stopping }: ApiParts): PreviewGuards {
  const own: RequestHandler = async (request, response, next) => {
    const key = keys && (await authenticate(keys, buckets, { request, response }))
    // To everybody else it is not there.
    if ((key?.id ?? null) !== draft.owner) throw notFound('film open here, or it is not open any more')
    next()
  }
  const json: RequestHandler = (request, _response, next) => {
    if (request.is('application/json')) next()
    else throw new FramefarmError('MEDIA_TYPE_WRONG', 'the content type is not application/json')
  }
  const working: RequestHandler = async (_request, response, next) => {
    stopping.throwIfDraining()
    await direct.run(async () => {
      const closed = new Promise((resolve) => response.once('close', resolve))
      next()
      await closed
    })
  }
  const following: RequestHandler = (_request, response, next) => {
    const giveBack = places.take(draft.owner)
    const end = () => response.end()
    stopping.signal.addEventListener('abort', end)
    response.once('close', () => {
      stopping.signal.removeEventListener('abort', end)
      giveBack()
    })
    next()
  }
  return { changing: inTurn(own, json), drawing: inTurn(own, working), working, following, scenes: servedSceneHeaders }
}

function inTurn(...handlers: readonly RequestHandler[]): RequestHandler {
  const router = Router()
  router.use(...handlers)
  return router
}

/** What the preview calls wrong usage is a fault of the request here. */
const asProblem: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  if (error instanceof FramefarmError && error.code === 'USAGE') next(new RequestInvalidError([{ pointer: '', message: error.message }]))
  else if (error instanceof FramefarmError && error.code === 'FILM_UNREADABLE') next(new FramefarmError('STATE_WRONG', error.message))
  else next(error)
}
