import pLimit from 'p-limit'
import { CaptureSlot, type SlotOptions } from '../browser/capture-slot.ts'
import { findChromium } from '../browser/find-chromium.ts'
import { openFirstSlot } from '../browser/open-first-slot.ts'
import { SlotPool } from '../browser/slot-pool.ts'
import { throwIfCancelled } from '../shared/within.ts'

export type WarmWishes = {
  readonly options: Omit<SlotOptions, 'capture' | 'chromium'>
  /** How many Chromium processes draw side by side. */
  readonly slots: number
  /** So long after the last work they are stopped. */
  readonly idleMs: number
}

/** Slots whose Chromium is started when there is work, and stopped when there has been none for a while. */
export class WarmSlots implements AsyncDisposable {
  readonly #wishes: WarmWishes
  readonly #inTurn
  #pool: Promise<SlotPool> | null = null
  #idle: NodeJS.Timeout | undefined
  #ending: Promise<void> = Promise.resolve()

  constructor(wishes: WarmWishes) {
    this.#wishes = wishes
    this.#inTurn = pLimit(wishes.slots)
  }

  /** Runs `work` with a slot of its own; what is over the number of slots waits its turn. @throws what it throws, TOOL_MISSING, CHROMIUM_START_FAILED, CANCELLED */
  use<T>(work: (slot: CaptureSlot) => Promise<T>, signal: AbortSignal): Promise<T> {
    clearTimeout(this.#idle)
    return this.#inTurn(async () => {
      try {
        // Before a slot is taken: one whose work fails is stopped.
        throwIfCancelled(signal)
        return await (await this.#open(signal)).use(work)
      } finally {
        this.#rest()
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#idle)
    this.#stop()
    await this.#ending
  }

  #open(signal: AbortSignal): Promise<SlotPool> {
    clearTimeout(this.#idle)
    const opening = this.#pool ?? this.#start(signal)
    this.#pool = opening
    opening.catch(() => {
      if (this.#pool === opening) this.#pool = null
    })
    return opening
  }

  async #start(signal: AbortSignal): Promise<SlotPool> {
    const { options: wanted, slots } = this.#wishes
    await this.#ending
    const { options, slot } = await openFirstSlot({ ...wanted, chromium: findChromium() }, signal)
    return new SlotPool(slots, () => new CaptureSlot(options), slot)
  }

  #rest(): void {
    clearTimeout(this.#idle)
    if (this.#inTurn.activeCount > 1 || this.#inTurn.pendingCount > 0) return
    this.#idle = setTimeout(() => this.#stop(), this.#wishes.idleMs).unref()
  }

  #stop(): void {
    const pool = this.#pool
    this.#pool = null
    if (pool) this.#ending = pool.then((open) => open[Symbol.asyncDispose]()).catch(() => undefined)
  }
}
