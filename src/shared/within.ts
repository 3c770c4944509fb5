import { FramefarmError } from './errors.ts'

type Limit = {
  readonly ms: number
  readonly signal: AbortSignal
  /** Made only when the time is up, so that its stack and values are of that moment. */
  readonly timedOut: () => Error
}

/** 25 days; a timer set for longer goes off at once. */
const longestTimerMs = 2 ** 31 - 1

/**
 * The result of `work`, or the first of: cancelled (CANCELLED), time is up (`timedOut`).
 * The work itself goes on; whoever calls stops what it runs on (kills the browser, destroys the stream).
 */
export async function within<T>(work: Promise<T>, { ms, signal, timedOut }: Limit): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const cancel = () => reject(cancelled())
  const timer = setTimeout(() => reject(timedOut()), Math.min(ms, longestTimerMs))
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
    // The loser of the race may still fail; nobody is left to hear it.
    work.catch(() => undefined)
  }
}

/** The result of `work`, or CANCELLED as soon as the signal is aborted. The work itself goes on: it is somebody else's as well. */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return within(work, { ms: longestTimerMs, signal, timedOut: cancelled })
}

/** @throws CANCELLED when the signal has been aborted */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled()
}

export function cancelled(): FramefarmError {
  return new FramefarmError('CANCELLED', 'cancelled')
}
