/** @import { RenderEvent } from '../../api/render-event.ts' */
/** @import { Api } from '../page-parts/api.js' */
import { readEvents } from './read-events.js'

const pauseMs = 1000
const longestPauseMs = 15_000

/** Listens to the events of some renders at once, each over a connection of its own. */
export class Followers {
  /** @type {Map<string, AbortController>} */
  #running = new Map()
  #api
  #onEvent

  /**
   * @param {Api} api
   * @param {(id: string, event: RenderEvent) => void} onEvent
   */
  constructor(api, onEvent) {
    this.#api = api
    this.#onEvent = onEvent
  }

  /**
   * These and no others.
   * @param {readonly string[]} ids
   */
  follow(ids) {
    for (const [id, controller] of this.#running) {
      if (ids.includes(id)) continue
      controller.abort()
      this.#running.delete(id)
    }
    for (const id of ids) {
      if (this.#running.has(id)) continue
      const controller = new AbortController()
      this.#running.set(id, controller)
      void this.#listen(id, controller.signal)
    }
  }

  /**
   * Until it is told to stop: a connection that ends is opened again after the last event that came.
   * @param {string} id
   * @param {AbortSignal} signal
   */
  async #listen(id, signal) {
    let lastId = 0
    for (let failures = 0; !signal.aborted;) {
      try {
        const headers = { Accept: 'text/event-stream', 'Last-Event-ID': String(lastId) }
        const { body } = await this.#api.send(`v1/renders/${id}/events`, { headers, signal })
        for await (const event of readEvents(body)) {
          failures = 0
          if (event.id <= lastId) continue
          lastId = event.id
          this.#onEvent(id, event)
        }
      } catch {
        // Whether the server is there is told by the list, which is asked for all the time.
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(longestPauseMs, pauseMs * 2 ** failures)))
      failures++
    }
  }
}
