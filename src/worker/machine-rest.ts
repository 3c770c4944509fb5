/** What the slots of a worker have in common while their machine cannot work: one of them sees to it, and the others wait. */
export class MachineRest {
  #begun = new AbortController()
  #over: Promise<unknown> = Promise.resolve()
  #isOn = false

  /** Aborted when a rest begins: who waits for work is not to be given any. */
  get begun(): AbortSignal {
    return this.#begun.signal
  }

  /** Until there is none. */
  async untilOver(): Promise<void> {
    await this.#over
  }

  /** Rests for as long as `see` takes. Returns at once where there is a rest already. */
  async during(see: () => Promise<void>): Promise<void> {
    if (this.#isOn) return
    this.#isOn = true
    this.#begun.abort()
    const seen = see()
    this.#over = seen.catch(() => undefined)
    try {
      await seen
    } finally {
      this.#isOn = false
      this.#begun = new AbortController()
    }
  }
}
