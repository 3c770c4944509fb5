import type { Problem } from '../../api/problem.ts'
import { FilmInvalidError, type Fault } from '../../film/fault.ts'
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { httpStatuses, retryAfterSeconds } from './http-statuses.ts'
import { RequestInvalidError, RetryLaterError } from './request-errors.ts'

/** A film of the largest size can have more faults than anybody reads. */
const mostFaults = 200

type Told = {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
  /** It is nothing that the client did: whoever runs the server needs to see it. */
  readonly isOurs: boolean
}

/**
 * What a client is told of an error.
 * @param requestId by which the log can be searched
 */
export function problemOf(error: unknown, requestId: string): Told {
  const known = knownError(error)
  const status = known === null ? undefined : httpStatuses[known.code]
  // Messages of other errors may have paths of this machine in them.
  if (known === null || status === undefined) return { problem: problemWith('INTERNAL', 500, { requestId }), headers: {}, isOurs: true }
  const faults = faultsOf(known)
  const detail = known instanceof FilmInvalidError ? known.summary : known.message
  const errors = faults.slice(0, mostFaults).map((fault) => ({ pointer: fault.pointer, detail: detailOf(fault) }))
  const problem = problemWith(known.code, status, { requestId, detail, hint: known.hint })
  return { problem: errors.length > 0 ? { ...problem, errors } : problem, headers: headersOf(known), isOurs: false }
}

function problemWith(code: ErrorCode, status: number, { requestId, detail, hint }: { requestId: string; detail?: string; hint?: string }): Problem {
  const { meaning, remedy } = errorCodes[code]
  const type = `/docs/errors#${code}`
  return { type, title: meaning, status, detail: detail ?? meaning, instance: `urn:framefarm:request:${requestId}`, code, hint: hint ?? remedy }
}

function faultsOf(error: FramefarmError): readonly Fault[] {
  if (error instanceof RequestInvalidError) return error.faults
  // Wherever a request has a film, it is its field `film`.
  return error instanceof FilmInvalidError ? error.faults.map((fault) => ({ ...fault, pointer: `/film${fault.pointer}` })) : []
}

function detailOf({ message, allowed }: Fault): string {
  return allowed === undefined ? message : `${message}; allowed: ${allowed}`
}

function headersOf(error: FramefarmError): Readonly<Record<string, string>> {
  const seconds = error instanceof RetryLaterError ? error.retryAfterSeconds : retryAfterSeconds[error.code]
  return {
    ...(seconds === undefined ? {} : { 'Retry-After': String(seconds) }),
    ...(error.code === 'KEY_WRONG' ? { 'WWW-Authenticate': 'Bearer realm="framefarm"' } : {}),
  }
}

/** Express and body-parser give their refusals a status. */
function knownError(error: unknown): FramefarmError | null {
  if (error instanceof FramefarmError) return error
  if (!(error instanceof Error) || !('status' in error)) return null
  const code = codesOfStatus[String(error.status)]
  return code === undefined ? null : new FramefarmError(code, error.message, { cause: error })
}

const codesOfStatus: Readonly<Record<string, ErrorCode>> = {
  400: 'REQUEST_MALFORMED',
  404: 'NOT_FOUND',
  413: 'REQUEST_TOO_LARGE',
  415: 'MEDIA_TYPE_WRONG',
  416: 'RANGE_WRONG',
}
