import type { RequestHandler } from 'express'
import { builtInScenePolicy, scenePolicy } from '../templates/scene-policy.ts'

/** The preview page: its own files and nothing else. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; connect-src 'self'; frame-src 'self'"

const common = {
  'X-Content-Type-Options': 'nosniff',
  // The token is in the address.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Everything may change with the film, and lies on this machine anyway.
  'Cache-Control': 'no-store',
}

export const pageHeaders: RequestHandler = headers(`${pagePolicy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`)

/** The dashboard: pictures and films of a server with API keys are fetched by the page, and shown from memory. */
export const dashboardHeaders: RequestHandler = headers(
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
)

export const sceneHeaders: RequestHandler = headers(scenePolicy)

/** Scenes of films that came in requests. */
export const servedSceneHeaders: RequestHandler = headers(builtInScenePolicy)

function headers(policy: string): RequestHandler {
  return (_request, response, next) => {
    response.set({ ...common, 'Content-Security-Policy': policy })
    next()
  }
}
