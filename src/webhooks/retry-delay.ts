/** Seconds from one attempt to the next: the first follows at once, the last about a day later (Standard Webhooks 1.0, "retry schedule"). */
const delays = [0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 6 * 3600, 10 * 3600] as const

/** No endpoint is tried again later than this after the event. */
const longestMs = 24 * 3600 * 1000

/** Up to this share is added to a delay, so that an endpoint that comes back is not met by everything at once. */
const jitter = 0.2

/** What an endpoint that asks for more time gets at most. */
const longestWishMs = 3600 * 1000

export type RetryMoment = {
  /** Attempts made so far, at least 1. */
  readonly attempts: number
  readonly eventAt: Date
  readonly now: Date
  /** What the endpoint wished by Retry-After, in ms. */
  readonly wishMs: number | null
}

/**
 * When to try again.
 * @param random from 0 to 1
 * @returns null when the last attempt was made
 */
export function nextAttemptAt({ attempts, eventAt, now, wishMs }: RetryMoment, random: number): Date | null {
  const seconds = delays[attempts]
  if (seconds === undefined) return null
  const delayMs = Math.max(seconds * 1000 * (1 + jitter * random), Math.min(wishMs ?? 0, longestWishMs))
  const at = new Date(now.getTime() + delayMs)
  return at.getTime() - eventAt.getTime() > longestMs ? null : at
}
