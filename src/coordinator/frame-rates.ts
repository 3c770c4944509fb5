const windowMs = 5000
/** Of a render that nobody has worked on for so long, nothing is kept. */
const forgottenMs = 60_000

/** What is expected counts as much as so many seconds that were seen. */
const expectedSeconds = 10
/** What was seen so long ago counts for half. */
const halfMs = 15_000

type Sample = { readonly atMs: number; readonly frames: number }

/** All that was expected and seen, the less the longer it is ago: frames, and the seconds that they took. */
type Course = { readonly last: Sample; readonly frames: number; readonly seconds: number }

export type SampleOfRender = {
  readonly framesDone: number
  /** Frames per second before anything was seen. */
  readonly expected: number
}

/** How fast each render goes: over the last seconds, and likely on. */
export class FrameRates {
  readonly #samples = new Map<string, Sample[]>()
  readonly #courses = new Map<string, Course>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** True no more than once a second: how often it is worth to count. */
  isDue(renderId: string): boolean {
    const last = this.#samples.get(renderId)?.at(-1)
    return !last || this.#nowMs() - last.atMs >= 1000
  }

  add(renderId: string, { framesDone: frames, expected }: SampleOfRender): void {
    const sample = { atMs: this.#nowMs(), frames }
    const kept = (this.#samples.get(renderId) ?? []).filter(({ atMs, frames: before }) => sample.atMs - atMs <= windowMs && before <= frames)
    this.#samples.set(renderId, [...kept, sample])
    this.#courses.set(renderId, courseAfter(this.#courses.get(renderId), sample, expected))
    for (const [id, samples] of this.#samples) if (sample.atMs - (samples.at(-1)?.atMs ?? 0) > forgottenMs) this.#forget(id)
  }

  /** `framesPerSecond` is 0 where nothing has moved in the last seconds; the likely one goes from `expected` to what is seen, and never jumps. */
  of(renderId: string, expected: number): { readonly framesPerSecond: number; readonly likelyFramesPerSecond: number } {
    const course = this.#courses.get(renderId)
    return { framesPerSecond: this.#perSecond(renderId), likelyFramesPerSecond: course ? course.frames / course.seconds : expected }
  }

  #perSecond(renderId: string): number {
    const samples = (this.#samples.get(renderId) ?? []).filter(({ atMs }) => this.#nowMs() - atMs <= windowMs)
    const [first, last] = [samples[0], samples.at(-1)]
    return first && last ? speedBetween(first, last) : 0
  }

  #forget(renderId: string): void {
    this.#samples.delete(renderId)
    this.#courses.delete(renderId)
  }
}

function courseAfter(before: Course | undefined, last: Sample, expected: number): Course {
  if (!before) return { last, frames: expected * expectedSeconds, seconds: expectedSeconds }
  const ms = last.atMs - before.last.atMs
  const frames = last.frames - before.last.frames
  // Fewer than before: the film was planned anew, which says nothing of its speed.
  if (frames < 0) return { ...before, last }
  const share = 0.5 ** (ms / halfMs)
  return { last, frames: before.frames * share + frames, seconds: before.seconds * share + ms / 1000 }
}

function speedBetween(first: Sample, last: Sample): number {
  return last.atMs === first.atMs ? 0 : ((last.frames - first.frames) / (last.atMs - first.atMs)) * 1000
}
