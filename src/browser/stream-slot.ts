import { ChromiumProcess } from './chromium-process.ts'
import type { FoundChromium } from './find-chromium.ts'
import { openStreamPage } from './open-stream-page.ts'
import { Slot, type WearLimits } from './slot.ts'
import type { StreamPage, StreamPageOptions } from './stream-page.ts'

export type StreamSlotOptions = Omit<StreamPageOptions, 'profileFolder'> & {
  /** A full one; a headless shell captures no tab. */
  readonly chromium: FoundChromium
  /** Profiles are made in here, and the raw frames pass through them: a folder in memory. */
  readonly folder: string
  readonly wear: WearLimits
}

/** A slot whose page gives raw frames. */
export class StreamSlot extends Slot<StreamPage> {
  constructor(options: StreamSlotOptions) {
    const { chromium, folder, wear } = options
    super({
      folder,
      wear,
      start: (profileFolder) => ChromiumProcess.start(chromium, { capture: 'stream', profileFolder }),
      open: (process, profileFolder, signal) => openStreamPage(process, { ...options, profileFolder }, signal),
      close: (page) => page.close(),
    })
  }
}
