import { messageOf } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { CaptureSlot, type SlotOptions } from './capture-slot.ts'
import { beginFrameLack } from './probe-chromium.ts'

export type FirstSlot = {
  readonly slot: CaptureSlot
  /** As every further slot is to be opened. */
  readonly options: SlotOptions
  /** "HeadlessChrome/156.0.8078.79" */
  readonly version: string
  /** Why begin-frame control is not used; null where it is. */
  readonly beginFrameFault: string | null
}

/**
 * Starts the first Chromium of a render, and finds out by drawing a frame how it can capture. Nothing is started only to be looked at.
 * @throws CHROMIUM_START_FAILED, CANCELLED
 */
export async function openFirstSlot(wanted: Omit<SlotOptions, 'capture'>, signal: AbortSignal): Promise<FirstSlot> {
  const lack = beginFrameLack(wanted.chromium)
  if (lack !== null) return { ...(await open({ ...wanted, capture: 'capture-screenshot' }, signal)), beginFrameFault: lack }
  try {
    return { ...(await open({ ...wanted, capture: 'begin-frame' }, signal)), beginFrameFault: null }
  } catch (error) {
    throwIfCancelled(signal)
    return { ...(await open({ ...wanted, capture: 'capture-screenshot' }, signal)), beginFrameFault: messageOf(error) }
  }
}

async function open(options: SlotOptions, signal: AbortSignal): Promise<Omit<FirstSlot, 'beginFrameFault'>> {
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
