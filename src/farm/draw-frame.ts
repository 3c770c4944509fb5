import type { CaptureSlot } from '../browser/capture-slot.ts'
import type { FramePlace } from './frame-place.ts'
import { inScene } from './in-scene.ts'

/**
 * One frame as a PNG. A page that is open already is not opened again.
 * @throws as FramePage.open and FramePage.frameAt, with the scene in front
 */
export async function drawFrame(slot: CaptureSlot, { scene, site, timeMs, view }: FramePlace, signal: AbortSignal): Promise<Buffer> {
  try {
    const page = await slot.page(signal)
    await page.open(site, signal, view)
    const picture = await page.frameAt(timeMs, signal)
    slot.countFrame()
    return picture
  } catch (error) {
    throw inScene(scene, error)
  }
}
