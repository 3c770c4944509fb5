import { messageOf } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { CaptureMethod } from './capture-method.ts'
import type { FoundChromium } from './find-chromium.ts'

/** Why begin-frame control is not used; null where it is. */
export type BeginFrameFault = { readonly beginFrameFault: string | null }

/**
 * Opens something by begin-frame control, or, where a Chromium cannot have it or fails with it, by plain screenshots.
 * @throws what `open` throws by screenshots, CANCELLED
 */
export async function byBestCapture<T>(
  { kind }: FoundChromium,
  open: (capture: CaptureMethod['name']) => Promise<T>,
  signal: AbortSignal,
): Promise<T & BeginFrameFault> {
  if (kind === 'full') {
    return { ...(await open('capture-screenshot')), beginFrameFault: 'only chrome-headless-shell has it, and this is a full Chromium' }
  }
  try {
    return { ...(await open('begin-frame')), beginFrameFault: null }
  } catch (error) {
    throwIfCancelled(signal)
    return { ...(await open('capture-screenshot')), beginFrameFault: messageOf(error) }
  }
}
