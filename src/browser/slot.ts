import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChromiumProcess } from './chromium-process.ts'

/** When a Chromium has grown or worked so much, a new one takes its place before the next chunk. Starting one takes 0.2 s. */
export type WearLimits = { readonly frames: number; readonly memoryBytes: number }

/** How a slot gets a Chromium with a page in it. */
export type SlotParts<Page> = {
  /** Profiles are made in here. */
  readonly folder: string
  readonly wear: WearLimits
  readonly start: (profileFolder: string) => Promise<ChromiumProcess>
  readonly open: (process: ChromiumProcess, profileFolder: string, signal: AbortSignal) => Promise<Page>
  /** Lets go of what a page holds outside of its Chromium. */
  readonly close?: (page: Page) => Promise<void>
}

type Running<Page> = { readonly process: ChromiumProcess; readonly page: Page; readonly profileFolder: string; frames: number }
type Remains<Page> = { readonly process: ChromiumProcess | null; readonly page: Page | null; readonly profileFolder: string }

/**
 * One place for capturing: a Chromium process with one page, started when it is needed and again when it has ended or is worn.
 * It is the policy; ChromiumProcess only starts and stops.
 */
export class Slot<Page> {
  readonly #parts: SlotParts<Page>
  #running: Running<Page> | null = null
  #starts = 0

  constructor(parts: SlotParts<Page>) {
    this.#parts = parts
  }

  /** How often a Chromium was started here, for tests and the summary. */
  get starts(): number {
    return this.#starts
  }

  /** A page that can be used now. @throws CHROMIUM_START_FAILED, CANCELLED */
  async page(signal: AbortSignal): Promise<Page> {
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
    if (running) await this.#remove(running)
  }

  #isFit({ process, frames }: Running<Page>): boolean {
    const { wear } = this.#parts
    return process.healthy && frames < wear.frames && process.memoryBytes < wear.memoryBytes
  }

  async #start(signal: AbortSignal): Promise<Running<Page>> {
    const { folder, start, open } = this.#parts
    const profileFolder = await mkdtemp(join(folder, 'chromium-'))
    let process: ChromiumProcess | null = null
    try {
      process = await start(profileFolder)
      this.#starts++
      return { process, page: await open(process, profileFolder, signal), profileFolder, frames: 0 }
    } catch (error) {
      await this.#remove({ process, page: null, profileFolder })
      throw error
    }
  }

  async #remove({ process, page, profileFolder }: Remains<Page>): Promise<void> {
    if (page !== null) await this.#parts.close?.(page)
    await process?.stop()
    // Chromium's last children may still write for a moment.
    await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}
