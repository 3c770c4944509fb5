export type RetrySettings = {
  /** How often a request is sent in all; 1: never again. */
  readonly attempts: number
  /** Before the second attempt; twice as long before each further one. */
  readonly firstDelayMs: number
  /** No wait is longer; a server that asks for more (Retry-After) is not asked again. */
  readonly longestDelayMs: number
}

export const defaultRetry: RetrySettings = { attempts: 5, firstDelayMs: 500, longestDelayMs: 30_000 }

/**
 * How long to wait before the next attempt: never less than the server asks for, and spread, so that many clients
 * do not come back at the same moment.
 * @param attempt that has failed, from 1
 * @returns null where it is not worth waiting
 */
export function retryDelayMs(attempt: number, retryAfterSeconds: number | null, settings: RetrySettings): number | null {
  const askedMs = (retryAfterSeconds ?? 0) * 1000
  if (attempt >= settings.attempts || askedMs > settings.longestDelayMs) return null
  const backoffMs = Math.min(settings.longestDelayMs, settings.firstDelayMs * 2 ** (attempt - 1))
  return Math.min(settings.longestDelayMs, Math.max(askedMs, backoffMs / 2) + (Math.random() * backoffMs) / 2)
}
