/** How many chunks are remembered. */
const memory = 100
/** Before that many are known, nobody can say what is slow. */
const enough = 3
/** A chunk that takes so many times as long as most is slow. */
const slowness = 2.5

/** How long chunks have taken lately, by their frames. */
export class ChunkPace {
  readonly #leastMs: number
  readonly #msPerFrame: number[] = []

  /** @param leastMs nothing is slow before: a container that has to start takes a while */
  constructor(leastMs: number) {
    this.#leastMs = leastMs
  }

  note(frames: number, ms: number): void {
    this.#msPerFrame.push(ms / frames)
    if (this.#msPerFrame.length > memory) this.#msPerFrame.shift()
  }

  /** After how long a chunk is slow; null where it cannot be told yet. */
  slowAfterMs(frames: number): number | null {
    if (this.#msPerFrame.length < enough) return null
    const sorted = this.#msPerFrame.toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0
    return Math.max(this.#leastMs, median * frames * slowness)
  }
}
