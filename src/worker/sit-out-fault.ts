import { setTimeout as sleep } from 'node:timers/promises'

/** How often it is looked whether the fault is over. */
const lookMs = 1000
/** A worker that says nothing for longer is taken to be gone. */
const tellMs = 10_000

type SittingOut = {
  /** For how long, where nobody sees it end. */
  readonly ms: number
  /** Says that the worker is there, and what is wrong with it. */
  readonly tell: () => Promise<unknown>
  readonly isOver: () => Promise<boolean>
}

/** Waits until a fault of the machine may be over: until it is seen to end, or the time has passed. */
export async function sitOutFault({ ms, tell, isOver }: SittingOut, signal: AbortSignal): Promise<void> {
  const endMs = performance.now() + ms
  // What is not to be seen now will not be seen to end.
  const isSeen = !(await isOver())
  for (let nextTellMs = 0; !signal.aborted && performance.now() < endMs;) {
    if (performance.now() >= nextTellMs) {
      await tell()
      nextTellMs = performance.now() + tellMs
    }
    await sleep(Math.min(lookMs, ms), undefined, { signal }).catch(() => undefined)
    if (isSeen && (await isOver())) return
  }
}
