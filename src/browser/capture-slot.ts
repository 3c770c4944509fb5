import { ChromiumProcess } from './chromium-process.ts'
import type { FoundChromium } from './find-chromium.ts'
import type { FramePage } from './frame-page.ts'
import { openFramePage, type FramePageOptions } from './open-frame-page.ts'
import { Slot, type WearLimits } from './slot.ts'
import { slotBytes } from './slot-count.ts'

/** Twice what a slot should take: what is more has leaked. */
export function standardWear(frame: { readonly width: number; readonly height: number }): WearLimits {
  return { frames: 3000, memoryBytes: 2 * slotBytes(frame) }
}

export type SlotOptions = Omit<FramePageOptions, 'signal'> & {
  readonly chromium: FoundChromium
  /** Profiles are made in here. */
  readonly folder: string
  readonly wear: WearLimits
}

/** A slot whose page gives a coded picture for each frame. */
export class CaptureSlot extends Slot<FramePage> {
  constructor(options: SlotOptions) {
    const { chromium, folder, wear, capture } = options
    super({
      folder,
      wear,
      start: (profileFolder) => ChromiumProcess.start(chromium, { capture, profileFolder }),
      open: (process, _profileFolder, signal) => openFramePage(process, { ...options, signal }),
    })
  }
}
