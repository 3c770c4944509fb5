import type { RequestHandler } from 'express'

const methods = 'GET, HEAD, POST, PATCH, DELETE, OPTIONS'
const requestHeaders = [
  'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Range, X-Request-Id',
  'Upload-Length, Upload-Offset, Upload-Metadata, Tus-Resumable',
].join(', ')
const answerHeaders = [
  'Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Idempotent-Replayed, Frame-Number, Content-Range',
  'Upload-Offset, Upload-Length, Upload-Expires, Asset-Id, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size',
].join(', ')
const keptSeconds = '600'

/** Lets web pages of these origins call the API (CORS). No cookies are used, so nothing is done in anybody's name without their key. */
export function webOrigins(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers
    response.vary('Origin')
    if (origin === undefined || !origins.includes(origin)) {
      next()
      return
    }
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': answerHeaders,
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) next()
    else
      response
        .set({ 'Access-Control-Allow-Methods': methods, 'Access-Control-Allow-Headers': requestHeaders, 'Access-Control-Max-Age': keptSeconds })
        .status(204)
        .end()
  }
}
