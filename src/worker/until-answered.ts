import { setTimeout as sleep } from 'node:timers/promises'

const firstDelayMs = 200
const longestDelayMs = 5000

/** Before attempt 2, 3, ...: doubled each time, and spread, so that many workers do not come back at the same moment. */
export function retryDelayMs(attempt: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** attempt) * (0.5 + Math.random() / 2)
}

/**
 * What a coordinator answers, asked again for as long as it cannot be reached.
 * @param signal until when; then null
 */
export async function untilAnswered<T>(ask: () => Promise<T>, signal: AbortSignal, onError: (error: unknown) => void): Promise<T | null> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      return await ask()
    } catch (error) {
      onError(error)
      await sleep(retryDelayMs(attempt), undefined, { signal }).catch(() => undefined)
    }
  }
  return null
}
