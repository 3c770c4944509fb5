import express, { Router, type RequestHandler } from 'express'
import { editRoutes } from './editing/edit-routes.ts'
import { filmSound } from './film-sound.ts'
import type { LiveFilm } from './live-film.ts'
import { pageFiles, pageOf } from './page-files.ts'
import { readingOnly } from './reading-only.ts'
import { sceneFiles } from './scene-files.ts'
import { pageHeaders } from './security-headers.ts'
import { wavesOfFilm } from './sound-waves.ts'
import { stateEvents } from './state-events.ts'
import { stillFrame, type DrawStill } from './still-frame.ts'
import { photographs, thumbnails } from './thumbnails.ts'

/** What stands before the parts of a preview. */
export type PreviewGuards = {
  /** Before what changes the film. */
  readonly changing: RequestHandler
  /** Before a frame that is drawn by the renderer. */
  readonly drawing: RequestHandler
  /** Before what else costs work of its own: pictures, sound. */
  readonly working: RequestHandler
  /** Before connections that stay open. */
  readonly following: RequestHandler
  /** Headers of the scenes' pages. */
  readonly scenes: RequestHandler
}

/** The preview of one film: its page, and all that the page asks for, at addresses below it. */
export function previewRoutes(film: LiveFilm, still: DrawStill, guards: PreviewGuards): Router {
  const router = Router()
  router.use(pageHeaders)
  router.use('/draft', guards.changing, express.json({ limit: '1mb' }), editRoutes(film))
  router.use(readingOnly)
  router.use('/scenes', guards.scenes, sceneFiles(film))
  router.use('/thumbnails', guards.working, thumbnails(film))
  router.use('/photographs', guards.working, photographs(film))
  router.get('/sound', guards.working, filmSound(film))
  router.get('/waves', guards.working, wavesOfFilm(film))
  router.get('/still', guards.drawing, stillFrame(film, still))
  router.get('/film.json', filmText(film))
  router.get('/events', guards.following, stateEvents(film))
  router.get('/', withLastSlash, pageOf('preview'))
  router.use(pageFiles('preview', 'page-parts'))
  return router
}

/** Addresses in the page start from it as a folder. */
const withLastSlash: RequestHandler = ({ baseUrl, originalUrl }, response, next) => {
  const [path = ''] = originalUrl.split('?')
  if (path.endsWith('/')) next()
  else response.redirect(301, `${baseUrl.split('/').at(-1)}/`)
}

/** The film as it would be saved. */
function filmText(film: LiveFilm): RequestHandler {
  return (_request, response, next) => {
    if (film.text === null) next()
    else response.type('application/json').send(film.text)
  }
}
