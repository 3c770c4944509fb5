import { setTimeout as sleep } from 'node:timers/promises'

type Repetition = { readonly everyMs: number; readonly signal: AbortSignal; readonly onError: (error: unknown) => void }

/** Does something now and then until it is told to stop; a failure is told, and the next time comes all the same. */
export async function repeat(work: () => Promise<void>, { everyMs, signal, onError }: Repetition): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError)
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}
