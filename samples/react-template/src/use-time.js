import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { onSeek } from '../runtime.js'

/** Milliseconds from the scene's start. */
let timeMs = 0
const listeners = new Set()

// The runtime waits for this before it takes the frame: flushSync has React draw it at once, not when the browser is idle.
onSeek((nextMs) => {
  timeMs = nextMs
  flushSync(() => {
    for (const listener of listeners) listener()
  })
})

function subscribe(listener) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The scene's time in ms, by the clock that renders frames: a component that calls it is drawn again for each of them. */
export function useTime() {
  return useSyncExternalStore(subscribe, () => timeMs)
}

/** 0 before `fromMs`, 1 after `toMs`, and eased in between. */
export function progress(now, fromMs, toMs) {
  const part = Math.min(1, Math.max(0, (now - fromMs) / (toMs - fromMs)))
  return 1 - (1 - part) ** 4
}
