import { Router, type RequestHandler } from 'express'
import { FramefarmError } from '../../shared/errors.ts'
import type { ApiParts } from './api-parts.ts'
import { callRoute } from './call-route.ts'
import type { Route } from './route.ts'

/** Puts the routes of the table into express; another method at one of their addresses is answered with those that there are. */
export function mountRoutes(routes: readonly Route[], parts: ApiParts): Router {
  const router: Router = Router({ caseSensitive: true, strict: true })
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const mounted = router.route(path)
    // express answers HEAD by GET, unless there is a route for it.
    for (const route of ofPath.toSorted((one) => (one.method === 'head' ? -1 : 1)))
      mounted[route.method]((request, response) => callRoute(route, parts, { request, response }))
    mounted.all(otherMethods(ofPath))
  }
  return router
}

function otherMethods(routes: readonly Route[]): RequestHandler {
  const methods = routes.map(({ method }) => method.toUpperCase())
  const allowed = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ')
  return (request, response) => {
    response.set('Allow', allowed)
    if (request.method !== 'OPTIONS') throw new FramefarmError('METHOD_WRONG', `${request.method} is not for this address; allowed: ${allowed}`)
    response.status(204).end()
  }
}
