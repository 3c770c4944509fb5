const windowMs = 5000
/** Of a render that nobody has worked on for so long, nothing is kept. */
const forgottenMs = 60_000

type Sample = { readonly atMs: number; readonly frames: number }

/** Frames per second of each render over the last seconds. */
export class FrameRates {
  readonly #samples = new Map<string, Sample[]>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** True no more than once a second: how often it is worth to count. */
  isDue(renderId: string): boolean {
    const last = this.#samples.get(renderId)?.at(-1)
    return !last || this.#nowMs() - last.atMs >= 1000
  }

  add(renderId: string, frames: number): void {
    const nowMs = this.#nowMs()
    const kept = (this.#samples.get(renderId) ?? []).filter(({ atMs, frames: before }) => nowMs - atMs <= windowMs && before <= frames)
    this.#samples.set(renderId, [...kept, { atMs: nowMs, frames }])
    for (const [id, samples] of this.#samples) if (nowMs - (samples.at(-1)?.atMs ?? 0) > forgottenMs) this.#samples.delete(id)
  }

  /** 0 where nothing has moved. */
  perSecond(renderId: string): number {
    const samples = (this.#samples.get(renderId) ?? []).filter(({ atMs }) => this.#nowMs() - atMs <= windowMs)
    const [first, last] = [samples[0], samples.at(-1)]
    if (!first || !last || last.atMs === first.atMs) return 0
    return ((last.frames - first.frames) / (last.atMs - first.atMs)) * 1000
  }
}
