import { CaptureSlot, standardWear, type SlotOptions } from '../../src/browser/capture-slot.ts'
import { findChromium } from '../../src/browser/find-chromium.ts'
import { counterSize } from './frame-counter.ts'

type Wishes = Partial<Pick<SlotOptions, 'capture' | 'format' | 'liveness' | 'wear' | 'width' | 'height'>>

/** A slot for the small pages of the tests; give it back with `await using`. */
export function testSlot(folder: string, wishes: Wishes = {}): CaptureSlot & AsyncDisposable {
  const slot = new CaptureSlot({
    chromium: findChromium(),
    folder,
    capture: 'begin-frame',
    format: { type: 'png' },
    liveness: { firstFrameMs: 20_000, frameMs: 5_000 },
    wear: standardWear(counterSize),
    ...counterSize,
    ...wishes,
  })
  return Object.assign(slot, { [Symbol.asyncDispose]: () => slot.stop() })
}

/** For calls that nobody cancels. */
export const noSignal = new AbortController().signal
