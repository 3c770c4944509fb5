import type { RequestHandler } from 'express'

/**
 * Refuses what does not come from the preview page itself. Another site can make a browser send a POST here, but not with
 * this origin, and not as JSON without being asked first. Beside it stand the token and the check of the Host header.
 */
export const sameOriginJson: RequestHandler = (request, response, next) => {
  const { origin, host } = request.headers
  if (origin !== `http://${host}`) response.status(403).type('text/plain').send('forbidden\n')
  else if (!request.is('application/json')) response.status(415).type('text/plain').send('send application/json\n')
  else next()
}
