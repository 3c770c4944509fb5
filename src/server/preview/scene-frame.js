/** @import { PreviewScene } from '../preview-state.ts' */

/**
 * What the runtime puts into every template's page.
 * @typedef {{ framefarm?: { ready: Promise<void>, show: (timeMs: number) => Promise<void> } }} SceneWindow
 */

/** A scene's page in an iframe of the film's own size, driven as the renderer drives it: ready, then show. */
export class SceneFrame {
  element = document.createElement('iframe')
  isReady = false
  /** @type {number | null} */
  #shownMs = null
  /** @type {number | null} */
  #wantedMs = null
  /** @type {Promise<void> | null} */
  #seeking = null
  /** @type {Promise<void>} */
  #ready

  /**
   * @param {PreviewScene} scene
   * @param {{ width: number, height: number }} size
   */
  constructor({ number, page }, { width, height }) {
    const { element } = this
    this.page = page
    Object.assign(element, { width: String(width), height: String(height), title: `Scene ${number}`, inert: true })
    // Templates are scripts, and this page must reach the runtime in them, which takes the same origin. The two together are no wall
    // against a hostile template (the renderer has that); what is left out keeps one from opening windows, dialogs and other pages.
    element.sandbox.add('allow-scripts', 'allow-same-origin')
    element.src = page
    this.#ready = this.#load()
    // Whoever seeks is told.
    this.#ready.catch(() => undefined)
  }

  /**
   * Puts the page at a time of the scene. While one seek runs only the last one asked for follows it.
   * @param {number} timeMs
   * @throws the template's own error
   */
  async seek(timeMs) {
    this.#wantedMs = timeMs
    this.#seeking ??= this.#seekToWanted().finally(() => {
      this.#seeking = null
    })
    await this.#seeking
  }

  async #seekToWanted() {
    await this.#ready
    while (this.#shownMs !== this.#wantedMs) {
      const timeMs = this.#wantedMs ?? 0
      await this.#runtime()?.show(timeMs)
      this.#shownMs = timeMs
    }
  }

  async #load() {
    await new Promise((resolve) => this.element.addEventListener('load', resolve, { once: true }))
    const runtime = this.#runtime()
    if (!runtime) throw new Error('the page does not import ../runtime.js, or failed before that (see the console)')
    await runtime.ready
    // Painted twice: what is brought to the front now has its picture.
    await nextPaint()
    await nextPaint()
    this.isReady = true
  }

  #runtime() {
    return /** @type {SceneWindow | null} */ (/** @type {unknown} */ (this.element.contentWindow))?.framefarm
  }
}

function nextPaint() {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}
