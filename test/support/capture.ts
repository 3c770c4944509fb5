import { CaptureSlot, standardWear, type SlotOptions } from '../../src/browser/capture-slot.ts'
import { findChromium, findStreamChromium } from '../../src/browser/find-chromium.ts'
import { SlotPool } from '../../src/browser/slot-pool.ts'
import { loadTabCapture } from '../../src/browser/tab-capture-site.ts'
import { StreamSlot, type StreamSlotOptions } from '../../src/browser/stream-slot.ts'
import { counterSize } from './frame-counter.ts'

type StreamWishes = Partial<Pick<StreamSlotOptions, 'liveness' | 'wear' | 'size'>>
type Wishes = Partial<Pick<SlotOptions, 'chromium' | 'capture' | 'format' | 'liveness' | 'wear' | 'width' | 'height'>>

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
  return new SlotPool(slots, () => new CaptureSlot(slotOptions(folder, wishes)))
}

/** A slot for the small pages of the tests; give it back with `await using`. */
export function testSlot(folder: string, wishes: Wishes = {}): CaptureSlot & AsyncDisposable {
  const slot = new CaptureSlot(slotOptions(folder, wishes))
  return Object.assign(slot, { [Symbol.asyncDispose]: () => slot.stop() })
}

/** The same for pages that are streamed. */
export async function testStreamSlot(folder: string, wishes: StreamWishes = {}): Promise<StreamSlot & AsyncDisposable> {
  const chromium = findStreamChromium()
  if (!chromium) throw new Error('there is no full Chromium: npm run setup installs one')
  const tabCapture = await loadTabCapture()
  const slot = new StreamSlot({
    chromium,
    folder,
    tabCapture,
    liveness: { firstFrameMs: 20_000, frameMs: 5_000 },
    wear: standardWear(counterSize),
    size: counterSize,
    ...wishes,
  })
  return Object.assign(slot, { [Symbol.asyncDispose]: () => slot.stop() })
}

/** For calls that nobody cancels. */
export const noSignal = new AbortController().signal
