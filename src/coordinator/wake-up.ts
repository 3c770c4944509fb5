import { setTimeout as sleep } from 'node:timers/promises'

/** Lets many wait for something that is worth another look. */
export class WakeUp {
  #next = Promise.withResolvers<void>()

  wake(): void {
    this.#next.resolve()
    this.#next = Promise.withResolvers<void>()
  }

  /** To be called before looking, so that what happens while one looks is not slept through. */
  watch(): { readonly wait: (ms: number, signal: AbortSignal) => Promise<void> } {
    const woken = this.#next.promise
    return {
      wait: async (ms, signal) => {
        const enough = new AbortController()
        const pause = sleep(ms, undefined, { signal: AbortSignal.any([signal, enough.signal]) }).catch(() => undefined)
        await Promise.race([woken, pause])
        enough.abort()
      },
    }
  }
}
