import { Router, type RequestHandler } from 'express'
import { z } from 'zod'
import type { LiveFilm } from '../live-film.ts'

const changes = z.strictObject({
  changes: z
    .array(z.strictObject({ path: z.array(z.union([z.string().max(200), z.int().min(0)])).max(20), value: z.json().optional() }))
    .min(1)
    .max(100),
})

/** What the page does to the film, each a JSON object: POST edit, undo, redo, revert, save. Answered when it is done; what has become of the film comes as an event. */
export function editRoutes(film: LiveFilm): Router {
  const router = Router()
  router.post('/edit', (request, response) => {
    const parsed = changes.safeParse(request.body)
    if (!parsed.success) {
      response.status(422).json({ message: z.prettifyError(parsed.error) })
      return
    }
    film.change((draft) => draft.edit(parsed.data.changes))
    response.status(204).end()
  })
  router.post(
    '/undo',
    doing(film, (draft) => draft.undo()),
  )
  router.post(
    '/redo',
    doing(film, (draft) => draft.redo()),
  )
  router.post(
    '/revert',
    doing(film, (draft) => draft.revert()),
  )
  router.post('/save', async (_request, response) => {
    await film.save()
    response.status(204).end()
  })
  return router
}

function doing(film: LiveFilm, change: Parameters<LiveFilm['change']>[0]): RequestHandler {
  return (_request, response) => {
    film.change(change)
    response.status(204).end()
  }
}
