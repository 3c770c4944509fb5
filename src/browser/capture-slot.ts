import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ChromiumProcess } from './chromium-process.ts'
import type { FoundChromium } from './find-chromium.ts'
import type { FramePage } from './frame-page.ts'
import { openFramePage, type FramePageOptions } from './open-frame-page.ts'
import { slotBytes } from './slot-count.ts'

/** When a Chromium has grown or worked so much, a new one takes its place before the next chunk. Starting one takes 0.2 s. */
export type WearLimits = { readonly frames: number; readonly memoryBytes: number }

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

type Running = { readonly process: ChromiumProcess; readonly page: FramePage; readonly profileFolder: string; frames: number }

/**
 * One place for capturing: a Chromium process with one page, started when it is needed and again when it has ended or is worn.
 * It is the policy; ChromiumProcess only starts and stops.
 */
export class CaptureSlot {
  readonly #options: SlotOptions
  #running: Running | null = null
  #starts = 0

  constructor(options: SlotOptions) {
    this.#options = options
  }

  /** How often a Chromium was started here, for tests and the summary. */
  get starts(): number {
    return this.#starts
  }

  /** A page that can be used now. @throws CHROMIUM_START_FAILED, CANCELLED */
  async page(signal: AbortSignal): Promise<FramePage> {
    if (this.#running && this.#isFit(this.#running)) return this.#running.page
    await this.stop()
    this.#running = await this.#start(signal)
    return this.#running.page
  }

  /** Of the Chromium that is running: "HeadlessChrome/156.0.8078.79". */
  async version(): Promise<string> {
    if (!this.#running) throw new Error('unreachable: a version is asked of a slot that has not started')
    return this.#running.process.browser.version()
  }

  /** Counts towards the wear of the Chromium that is running. */
  countFrame(): void {
    if (this.#running) this.#running.frames++
  }

  /** The process group of the Chromium that is running, or null. */
  get group(): number | null {
    return this.#running?.process.group ?? null
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    if (running) await remove(running)
  }

  #isFit({ process, frames }: Running): boolean {
    const { wear } = this.#options
    return process.healthy && frames < wear.frames && process.memoryBytes < wear.memoryBytes
  }

  async #start(signal: AbortSignal): Promise<Running> {
    const { chromium, folder, capture } = this.#options
    const profileFolder = await mkdtemp(join(folder, 'chromium-'))
    let process: ChromiumProcess | null = null
    try {
      process = await ChromiumProcess.start(chromium, { beginFrame: capture === 'begin-frame', profileFolder })
      this.#starts++
      return { process, page: await openFramePage(process, { ...this.#options, signal }), profileFolder, frames: 0 }
    } catch (error) {
      await remove({ process, profileFolder })
      throw error
    }
  }
}

async function remove({ process, profileFolder }: { process: ChromiumProcess | null; profileFolder: string }): Promise<void> {
  await process?.stop()
  // Chromium's last children may still write for a moment.
  await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 })
}
