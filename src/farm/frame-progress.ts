import type { Chunk, FilmPlan } from '../plan/plan-film.ts'
import type { RenderListener } from './render-events.ts'

/** Counts frames over all slots; those of an attempt that failed are taken back. */
export class FrameProgress {
  readonly #done = new Map<number, number>()
  readonly #reused: number
  readonly #total: number
  readonly #listen: RenderListener
  #firstFrameMs: number | null = null

  constructor(plan: FilmPlan, missing: readonly Chunk[], listen: RenderListener) {
    this.#total = plan.frames
    this.#reused = plan.frames - missing.reduce((sum, { from, to }) => sum + to - from, 0)
    this.#listen = listen
    this.#tell()
  }

  /** @param frames that were drawn; below 0, that were thrown away */
  count({ index }: Chunk, frames: number): void {
    this.#firstFrameMs ??= performance.now()
    this.#done.set(index, (this.#done.get(index) ?? 0) + frames)
    this.#tell()
  }

  restart({ index }: Chunk): void {
    this.#done.delete(index)
    this.#tell()
  }

  /** 0 where no frame was drawn. */
  secondsSinceFirstFrame(): number {
    return this.#firstFrameMs === null ? 0 : (performance.now() - this.#firstFrameMs) / 1000
  }

  #tell(): void {
    const drawn = [...this.#done.values()].reduce((sum, frames) => sum + frames, 0)
    this.#listen({ type: 'frames', done: this.#reused + drawn, reused: this.#reused, total: this.#total })
  }
}
