import type { RequestHandler } from 'express'

/** Refuses what could change something. */
export const readingOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') next()
  else response.status(405).set('Allow', 'GET, HEAD').type('text/plain').send('method not allowed\n')
}
