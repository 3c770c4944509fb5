import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { requestIdOf } from './answer-problem.ts'

/** What a client may call its request itself: nothing that could break a log line or a header. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/

/** Gives each request an id, told in X-Request-Id and in every log line about it, and logs how it ended. Bodies and keys are never logged. */
export function nameRequest(log: Logger): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id')
    const requestId = given !== undefined && idPattern.test(given) ? given : randomUUID()
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    const { method, path } = request
    const startedMs = performance.now()
    response.once('close', () => {
      const ms = Math.round(performance.now() - startedMs)
      // Whoever went away before the answer was whole; 499 is what proxies call it.
      const status = response.writableFinished ? response.statusCode : 499
      const renderId = /^rnd_\w+$/.exec(String(request.params['id']))?.[0]
      const facts = { requestId: requestIdOf(response), method, path: loggedPath(path), status, ms, ...(renderId ? { renderId } : {}) }
      log[isUsual(path, status) ? 'debug' : 'info'](facts, 'request')
    })
    next()
  }
}

/** Every worker asks for work and touches what it has all the time. */
function isUsual(path: string, status: number): boolean {
  return path.startsWith('/v1/worker/') && (status < 400 || status === 499)
}

/** Whoever knows the whole id of a film in the preview can see it, so the log has only its beginning. */
function loggedPath(path: string): string {
  return path.replace(/^(\/(?:preview|v1\/drafts)\/[0-9a-f]{8})[0-9a-f]+/, '$1…').slice(0, 300)
}
