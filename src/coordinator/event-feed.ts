import type { RenderEvent } from '../api/render-event.ts'
import { WakeUp } from './wake-up.ts'

/** For a listener that is slower than the events: what is more is read from the database again. */
const maxWaiting = 200

/** Events of a render as they are recorded by this process, for one listener. */
export class EventSubscription implements Disposable {
  readonly #waiting: RenderEvent[] = []
  readonly #wakeUp = new WakeUp()
  readonly #end: () => void

  constructor(end: () => void) {
    this.#end = end
  }

  push(events: readonly RenderEvent[]): void {
    if (this.#waiting.length + events.length > maxWaiting) this.#waiting.length = 0
    this.#waiting.push(...events)
    this.#wakeUp.wake()
  }

  /** Those since the last call; waits for some up to `ms`, and may give none. */
  async next(ms: number, signal: AbortSignal): Promise<readonly RenderEvent[]> {
    const watch = this.#wakeUp.watch()
    if (this.#waiting.length === 0) await watch.wait(ms, signal)
    return this.#waiting.splice(0)
  }

  [Symbol.dispose](): void {
    this.#end()
  }
}

/** Hands each event to all who listen without asking the database once for each of them. */
export class EventFeed {
  readonly #subscriptions = new Map<string, Set<EventSubscription>>()

  publish(renderId: string, events: readonly RenderEvent[]): void {
    if (events.length === 0) return
    for (const subscription of this.#subscriptions.get(renderId) ?? []) subscription.push(events)
  }

  subscribe(renderId: string): EventSubscription {
    const subscriptions = this.#subscriptions.get(renderId) ?? new Set()
    this.#subscriptions.set(renderId, subscriptions)
    const subscription = new EventSubscription(() => {
      subscriptions.delete(subscription)
      if (subscriptions.size === 0 && this.#subscriptions.get(renderId) === subscriptions) this.#subscriptions.delete(renderId)
    })
    subscriptions.add(subscription)
    return subscription
  }
}
