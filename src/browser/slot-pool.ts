import { createPool, type Pool } from 'generic-pool'
import type { CaptureSlot } from './capture-slot.ts'
import type { StreamSlot } from './stream-slot.ts'

/**
 * The slots that capture side by side. A slot's Chromium starts when its first chunk comes, so making a slot cannot fail,
 * and a failed start reaches the chunk that needed it (generic-pool itself would try again for ever).
 */
export class SlotPool<Slot extends CaptureSlot | StreamSlot = CaptureSlot> implements AsyncDisposable {
  readonly #pool: Pool<Slot>
  readonly #first: Slot[]
  #ending: Promise<void> | null = null

  /** @param first a slot that has been started already, for the first chunk; the pool stops it in the end */
  constructor(size: number, newSlot: () => Slot, first?: Slot) {
    this.#first = first ? [first] : []
    const create = () => Promise.resolve(this.#first.pop() ?? newSlot())
    this.#pool = createPool({ create, destroy: (slot) => slot.stop() }, { max: size })
  }

  /** Runs `work` with a slot of its own. A slot whose work failed is stopped first: what made it fail may be in its Chromium. */
  async use<T>(work: (slot: Slot) => Promise<T>): Promise<T> {
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

  /** Stops every Chromium. When it returns none is left. To be called when no work is under way; a second call waits for the first. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  async #end(): Promise<void> {
    await this.#pool.drain()
    await this.#pool.clear()
    for (const slot of this.#first.splice(0)) await slot.stop()
  }
}
