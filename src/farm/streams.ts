import { SlotPool } from '../browser/slot-pool.ts'
import { livenessFromEnvironment } from '../browser/liveness.ts'
import { standardWear } from '../browser/capture-slot.ts'
import type { StreamPage } from '../browser/stream-page.ts'
import { StreamSlot } from '../browser/stream-slot.ts'
import type { Output } from '../film/film.ts'
import type { ErrorCode } from '../shared/error-codes.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { WorkFolder } from '../storage/work-folder.ts'
import { openMemoryFolder } from './memory-folder.ts'
import { noStreamTool, type StreamTool } from './stream-tool.ts'

type StreamsOptions = {
  readonly tool: StreamTool | null
  readonly slots: number
  readonly output: Output
  /** For profiles, where there is no room in memory. */
  readonly workFolder: string
}

/** What a start fails with where it will fail again. */
const startFaults: ReadonlySet<ErrorCode> = new Set(['TOOL_MISSING', 'CHROMIUM_START_FAILED'])

/** A profile, and three frames; both are small beside the memory of the Chromium itself. */
function profileBytes({ width, height }: Output): number {
  return 100e6 + 3 * 1.5 * width * height
}

/** The streams of one size of frames. Nothing is started before a scene needs it or `warmUp` is called; the first start tells whether it works here. */
export class Streams implements AsyncDisposable {
  readonly #options: StreamsOptions
  #opened: Promise<{ readonly pool: SlotPool<StreamSlot>; readonly folder: WorkFolder }> | null = null
  #verdict: FramefarmError | null | undefined
  readonly #warming = new AbortController()
  #warm: Promise<unknown> = Promise.resolve()
  #ending: Promise<void> | null = null

  constructor(options: StreamsOptions) {
    this.#options = options
  }

  /** Whether there is a full Chromium; the hashes of chunks say so. */
  get isPromised(): boolean {
    return this.#options.tool !== null
  }

  /** Starts all Chromium processes for scenes that are certain to need them. What goes wrong is told when a scene does. */
  warmUp(signal: AbortSignal): void {
    const { tool, slots } = this.#options
    if (!tool) return
    const until = AbortSignal.any([signal, this.#warming.signal])
    this.#warm = Promise.allSettled(Array.from({ length: slots }, () => this.use(() => Promise.resolve(), until)))
  }

  /** Why frames cannot be streamed on this machine; null where they can. The first start tells, for the whole render. @throws CANCELLED */
  async fault(signal: AbortSignal): Promise<FramefarmError | null> {
    if (this.#verdict !== undefined) return this.#verdict
    try {
      await this.use(() => Promise.resolve(), signal)
      return null
    } catch (error) {
      if (!(error instanceof FramefarmError) || !startFaults.has(error.code)) throw error
      this.#verdict ??= error
      return this.#verdict
    }
  }

  /**
   * Runs `work` with a slot of its own and its page.
   * @throws what `work` throws, and TOOL_MISSING, CHROMIUM_START_FAILED, CANCELLED
   */
  async use<T>(work: (page: StreamPage, slot: StreamSlot) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { pool } = await (this.#opened ??= this.#open())
    return pool.use(async (slot) => {
      const page = await slot.page(signal)
      this.#verdict ??= null
      return work(page, slot)
    })
  }

  /** Stops every Chromium; a second call waits for the first. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  async #end(): Promise<void> {
    this.#warming.abort()
    await this.#warm
    const opened = await this.#opened?.catch(() => null)
    await opened?.pool[Symbol.asyncDispose]()
    await opened?.folder[Symbol.asyncDispose]()
  }

  async #open(): Promise<{ pool: SlotPool<StreamSlot>; folder: WorkFolder }> {
    const { tool, slots, output, workFolder } = this.#options
    if (!tool) throw noStreamTool()
    const folder = await openMemoryFolder(slots * profileBytes(output), workFolder)
    const size = { width: output.width, height: output.height }
    const slotOptions = { ...tool, folder: folder.path, size, wear: standardWear(size), liveness: livenessFromEnvironment() }
    return { folder, pool: new SlotPool(slots, () => new StreamSlot(slotOptions)) }
  }
}
