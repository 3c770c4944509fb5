import { FramefarmError } from '../shared/errors.ts'

/** How long a full queue counts as full: the next one who comes asks the database again. */
const rememberedMs = 1000

/** Whether the queue was full a moment ago: under overload those who are turned away cost the database nothing. */
export class FullQueue {
  #queued = 0
  #untilMs = -Infinity

  note(queued: number): void {
    this.#queued = queued
    this.#untilMs = performance.now() + rememberedMs
  }

  /** @throws QUEUE_FULL */
  throwIfFull(): void {
    if (performance.now() < this.#untilMs) throw this.refusal()
  }

  refusal(): FramefarmError {
    return new FramefarmError('QUEUE_FULL', `${this.#queued} renders wait already`)
  }
}
