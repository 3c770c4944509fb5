/** Turns between two pictures, so many times a second. */
export class Blink {
  #onTurn
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer

  /** @param {() => void} onTurn */
  constructor(onTurn) {
    this.#onTurn = onTurn
  }

  get isRunning() {
    return this.#timer !== undefined
  }

  /** @param {number} perSecond */
  start(perSecond) {
    this.stop()
    this.#timer = setInterval(this.#onTurn, 1000 / perSecond)
  }

  stop() {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
