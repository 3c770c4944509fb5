import type { Fault } from '../../film/fault.ts'
import { FramefarmError } from '../../shared/errors.ts'

type BodyFault = Pick<Fault, 'pointer' | 'message'> & Pick<Fault, 'value' | 'allowed'>

/** Faults of a request's body; pointers start at the body. */
export class RequestInvalidError extends FramefarmError {
  readonly faults: readonly BodyFault[]

  constructor(faults: readonly BodyFault[], code: 'REQUEST_INVALID' | 'FILM_INVALID' = 'REQUEST_INVALID') {
    const subject = code === 'FILM_INVALID' ? 'the film' : 'the request'
    super(code, `${subject} has ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}`)
    this.faults = faults
  }
}

/** A refusal that says when to come again. */
export class RetryLaterError extends FramefarmError {
  readonly retryAfterSeconds: number

  constructor(code: 'QUEUE_FULL' | 'RATE_LIMITED' | 'LIMIT_REACHED' | 'SERVER_BUSY', message: string, seconds: number) {
    super(code, message)
    this.retryAfterSeconds = Math.max(1, Math.ceil(seconds))
  }
}

export function notFound(what: string): FramefarmError {
  return new FramefarmError('NOT_FOUND', `there is no ${what}`)
}
