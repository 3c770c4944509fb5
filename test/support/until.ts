import { setTimeout as sleep } from 'node:timers/promises'

type Patience = { readonly timeout: number; readonly interval: number }

/** Looks again and again until `look` throws no more; also outside of tests, where there is no vi.waitFor. @throws what it threw last */
export async function until<T>(look: () => T | Promise<T>, { timeout, interval }: Patience): Promise<T> {
  const endMs = performance.now() + timeout
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (performance.now() > endMs) throw error
    }
    await sleep(interval)
  }
}
