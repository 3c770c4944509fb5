import { createPool, type Pool } from 'generic-pool'
import { CaptureSlot, type SlotOptions } from './capture-slot.ts'

/**
 * The slots that capture side by side. A slot's Chromium starts when its first chunk comes, so making a slot cannot fail,
 * and a failed start reaches the chunk that needed it (generic-pool itself would try again for ever).
 */
export class SlotPool implements AsyncDisposable {
  readonly #pool: Pool<CaptureSlot>

  constructor(size: number, options: SlotOptions) {
    const create = () => Promise.resolve(new CaptureSlot(options))
    this.#pool = createPool({ create, destroy: (slot) => slot.stop() }, { max: size })
  }

  /** Runs `work` with a slot of its own. A slot whose work failed is stopped first: what made it fail may be in its Chromium. */
  async use<T>(work: (slot: CaptureSlot) => Promise<T>): Promise<T> {
    const slot = await this.#pool.acquire()
    try {
      return await work(slot)
    } catch (error) {
      await slot.stop()
      throw error
    } finally {
      await this.#pool.release(slot)
    }
  }

  /** Stops every Chromium. When it returns none is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.drain()
    await this.#pool.clear()
  }
}
