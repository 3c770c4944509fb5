import { CaptureSlot, standardWear, type SlotOptions } from '../../src/browser/capture-slot.ts'
import { findChromium } from '../../src/browser/find-chromium.ts'
import { SlotPool } from '../../src/browser/slot-pool.ts'
import { counterSize } from './frame-counter.ts'

type Wishes = Partial<Pick<SlotOptions, 'capture' | 'format' | 'liveness' | 'wear' | 'width' | 'height'>>

function slotOptions(folder: string, wishes: Wishes): SlotOptions {
  return {
    chromium: findChromium(),
    folder,
    capture: 'begin-frame',
    format: { type: 'png' },
    liveness: { firstFrameMs: 20_000, frameMs: 5_000 },
    wear: standardWear(counterSize),
    ...counterSize,
    ...wishes,
  }
}

/** As many slots for the small pages of the tests; stop them with `await using`. */
export function testPool(slots: number, folder: string, wishes: Wishes = {}): SlotPool {
  return new SlotPool(slots, slotOptions(folder, wishes))
}

/** A slot for the small pages of the tests; give it back with `await using`. */
export function testSlot(folder: string, wishes: Wishes = {}): CaptureSlot & AsyncDisposable {
  const slot = new CaptureSlot(slotOptions(folder, wishes))
  return Object.assign(slot, { [Symbol.asyncDispose]: () => slot.stop() })
}

/** For calls that nobody cancels. */
export const noSignal = new AbortController().signal
