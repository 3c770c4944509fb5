import { byBestCapture, type BeginFrameFault } from './best-capture.ts'
import { CaptureSlot, type SlotOptions } from './capture-slot.ts'

export type FirstSlot = OpenedSlot & BeginFrameFault

type OpenedSlot = {
  readonly slot: CaptureSlot
  /** As every further slot is to be opened. */
  readonly options: SlotOptions
  /** "HeadlessChrome/156.0.8078.79" */
  readonly version: string
}

/**
 * Starts the first Chromium of a render, and finds out by drawing a frame how it can capture. Nothing is started only to be looked at.
 * @throws CHROMIUM_START_FAILED, CANCELLED
 */
export async function openFirstSlot(wanted: Omit<SlotOptions, 'capture'>, signal: AbortSignal): Promise<FirstSlot> {
  return byBestCapture(wanted.chromium, (capture) => open({ ...wanted, capture }, signal), signal)
}

async function open(options: SlotOptions, signal: AbortSignal): Promise<OpenedSlot> {
  const slot = new CaptureSlot(options)
  try {
    const page = await slot.page(signal)
    await page.draw(signal)
    return { slot, options, version: await slot.version() }
  } catch (error) {
    await slot.stop()
    throw error
  }
}
