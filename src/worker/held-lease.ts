import { touchMs, type Lease, type LeaseSource, type WorkProgress } from '../api/leases.ts'

/** Why work on a lease was stopped: it is not ours any more, or the worker is going. */
type StopReason = 'lost' | 'going'

/** Of fewer, one slow frame says more than all the others. */
const framesToJudge = 5

/** A lease that is worked on: touched as long as it is held, and stopped when it is lost. */
export class HeldLease implements Disposable {
  readonly lease: Lease
  readonly #leases: LeaseSource
  readonly #onUnreachable: (error: unknown) => void
  readonly #ending = new AbortController()
  readonly #timer: NodeJS.Timeout
  #progress: WorkProgress = {}
  #firstFrameMs: number | null = null
  #isTouching = false
  #stopped: StopReason | null = null

  /** @param onUnreachable called for each touch that the coordinator does not hear; the work goes on */
  constructor(lease: Lease, leases: LeaseSource, onUnreachable: (error: unknown) => void) {
    this.lease = lease
    this.#leases = leases
    this.#onUnreachable = onUnreachable
    this.#timer = setInterval(() => void this.#touch(), touchMs)
  }

  /** Aborted when the work is to be stopped. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  get stopped(): StopReason | null {
    return this.#stopped
  }

  /** So many more frames are encoded, or, below 0, thrown away; told with the next touch. */
  countFrames(count: number): void {
    this.#firstFrameMs ??= performance.now()
    this.#progress = { ...this.#progress, framesDone: (this.#progress.framesDone ?? 0) + count }
  }

  /** Until the chunk is done, by the time that its frames took so far; null where that cannot be said yet. */
  get msLeft(): number | null {
    const { task } = this.lease
    const { framesDone = 0 } = this.#progress
    if (task.type !== 'chunk' || this.#firstFrameMs === null || framesDone < framesToJudge) return null
    // The first frame began before it was counted.
    const perFrameMs = (performance.now() - this.#firstFrameMs) / (framesDone - 1)
    return Math.max(0, task.frames - framesDone) * perFrameMs
  }

  /** Told at once: some stages are shorter than the time between two touches. */
  enter(stage: NonNullable<WorkProgress['stage']>): void {
    if (this.#progress.stage === stage) return
    this.#progress = { ...this.#progress, stage }
    void this.#touch()
  }

  stop(reason: StopReason): void {
    this.#stopped ??= reason
    this.#ending.abort()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async #touch(): Promise<void> {
    if (this.#isTouching) return
    this.#isTouching = true
    try {
      if (!(await this.#leases.touch(this.lease, this.#progress))) this.stop('lost')
    } catch (error) {
      this.#onUnreachable(error)
    } finally {
      this.#isTouching = false
    }
  }
}
