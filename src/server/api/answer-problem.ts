import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { FramefarmError } from '../../shared/errors.ts'
import { endAfterRefusal } from './end-after-refusal.ts'
import { problemOf } from './problem-of.ts'

/** Answers every error as application/problem+json; what is our own fault is logged with all that is known of it. */
export function answerProblem(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const requestId = requestIdOf(response)
    if (response.destroyed) return
    const { problem, headers, isOurs } = problemOf(error, requestId)
    if (isOurs) log.error({ requestId, err: error, detail: error instanceof FramefarmError ? error.detail : undefined }, 'request failed')
    if (response.headersSent) {
      // Half an answer must not look whole.
      response.destroy()
      return
    }
    const text = JSON.stringify(problem)
    // A media type without a charset: it is UTF-8 by its definition.
    response.status(problem.status).set({ ...headers, 'Content-Type': 'application/problem+json', 'Content-Length': String(Buffer.byteLength(text)) })
    if (request.complete || isSmall(request.headers)) response.end(text)
    else endAfterRefusal(request, response, text)
  }
}

/** What is left of such a body is read and thrown away, and the connection used again. */
const smallBytes = 65_536

function isSmall(headers: NodeJS.Dict<string | string[]>): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? '0') <= smallBytes
}

export const nothingHere: RequestHandler = (request) => {
  throw new FramefarmError('NOT_FOUND', `there is nothing at ${request.path.slice(0, 200)}`)
}

/** Set by name-request.ts. */
export function requestIdOf(response: Response): string {
  return String(response.locals['requestId'])
}
