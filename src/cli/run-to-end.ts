import { FilmInvalidError } from '../film/fault.ts'
import { exitCodes } from '../shared/error-codes.ts'
import { exitCodeOf, FramefarmError, messageOf } from '../shared/errors.ts'

export type CommonOptions = { readonly json?: boolean; readonly debug?: boolean }

/** Ctrl+C, `kill`, and a terminal that is closed. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command with a signal that Ctrl+C aborts, reports what it throws in one line, and sets the exit code.
 * The process ends by itself when nothing is left to do: an end that had to be forced would hide a leak.
 */
export async function runToEnd(command: (signal: AbortSignal) => Promise<number | void>, options: CommonOptions): Promise<void> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  for (const name of stopSignals) process.on(name, stop)
  try {
    process.exitCode = (await command(stopping.signal)) ?? exitCodes.ok
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    report(error, options)
  } finally {
    for (const name of stopSignals) process.off(name, stop)
  }
}

function report(error: unknown, { json, debug }: CommonOptions): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ error: errorAsJson(error) }, null, 2)}\n`)
    return
  }
  process.stderr.write(`framefarm: ${errorText(error)}\n`)
  if (debug) process.stderr.write(`${details(error)}\n`)
}

/** What went wrong, and what to do. */
export function errorText(error: unknown): string {
  const hint = error instanceof FramefarmError ? error.hint : 'This is a fault in Framefarm; --debug shows where.'
  return `${messageOf(error)}\n  ${hint}`
}

function details(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const detail = error instanceof FramefarmError && error.detail !== undefined ? `\n${error.detail}` : ''
  const cause = error.cause === undefined ? '' : `\ncaused by ${details(error.cause)}`
  return `${error.stack ?? error.message}${detail}${cause}`
}

/** What went wrong, as an object for programs. */
export function errorAsJson(error: unknown): Record<string, unknown> {
  if (!(error instanceof FramefarmError)) return { code: 'BUG', message: messageOf(error) }
  const { code, message, hint, retryable } = error
  return { code, message, hint, retryable, ...(error instanceof FilmInvalidError ? { faults: error.faults } : {}) }
}
