import { errorCodes, exitCodes, type ErrorCode } from './error-codes.ts'

type ErrorExtras = {
  /** What an operator needs and a client must not see: stderr tails, paths inside the data folder. */
  readonly detail?: string
  /** What to do; the code's general remedy where this is absent. */
  readonly hint?: string
  readonly retryable?: boolean
  readonly cause?: unknown
}

/**
 * The one error base. `message` says what failed and with which value; `hint` says what to do.
 * Constructing it has no side effect: whoever ends the work reports it.
 */
export class FramefarmError extends Error {
  override readonly name = 'FramefarmError'
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly hint: string
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause })
    this.code = code
    this.detail = extras.detail
    this.hint = extras.hint ?? errorCodes[code].remedy
    this.retryable = extras.retryable ?? errorCodes[code].retryable
  }

  get exitCode(): number {
    return errorCodes[this.code].exitCode
  }
}

/** The exit code for anything thrown: an error of ours says its own, all else is a bug. */
export function exitCodeOf(error: unknown): number {
  return error instanceof FramefarmError ? error.exitCode : exitCodes.bug
}

/** True for the "file is not there" of node:fs. */
export function isMissingFile(error: unknown): boolean {
  return hasSystemCode(error, 'ENOENT')
}

/** True where a Node system error, or one in its chain of causes, carries `code` (ENOSPC, EACCES...). */
export function hasSystemCode(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === code) || hasSystemCode(error.cause, code)
}

/** `error.message`, or the thrown value as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
