import type { CaptureSlot } from '../browser/capture-slot.ts'
import type { FramePlace } from './frame-place.ts'
import { inScene } from './in-scene.ts'

/**
 * One frame as a PNG. A page that is open already is not opened again.
 * @param how as FramePage has it: `frameAt` as a render does, `frameAnew` whatever was drawn before
 * @throws as FramePage.open and FramePage.frameAt, with the scene in front
 */
export async function drawFrame(
  slot: CaptureSlot,
  { scene, site, timeMs, view }: FramePlace,
  signal: AbortSignal,
  how: 'frameAt' | 'frameAnew' = 'frameAt',
): Promise<Buffer> {
  try {
    const page = await slot.page(signal)
    await page.open(site, signal, view)
    const picture = await page[how](timeMs, signal)
    slot.countFrame()
    return picture
  } catch (error) {
    throw inScene(scene, error)
  }
}
