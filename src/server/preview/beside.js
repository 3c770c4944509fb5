/** @import { ReadyState } from '../preview-state.ts' */
import { byId } from './by-id.js'
import { server } from './server.js'
import { canMeasure, measureDifference } from './measure-difference.js'

/** @typedef {'camera' | 'true' | 'difference'} View */

const views = /** @type {const} */ (['camera', 'true', 'difference'])
/** A frame that is passed on the way to another one is not drawn. */
const settleMs = 200

/** What is shown beside the picture, or over it: the photograph, the renderer's own frame, or the difference to it. */
export class Beside {
  /** @type {View | null} */
  view = null
  #onView
  /** @type {ReadyState | null} */
  #film = null
  #frame = -1
  /** Address and object address of the picture that is shown. @type {{ frame: number, url: string } | null} */
  #picture = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling
  #asking = new AbortController()

  /** @param {(view: View | null) => void} onView */
  constructor(onView) {
    this.#onView = onView
    for (const view of views) byId(`show-${view}`).addEventListener('click', () => this.toggle(view))
    byId('measure').addEventListener('click', () => void this.#measure())
  }

  /** @param {View} view */
  toggle(view) {
    this.view = this.view === view ? null : view
    for (const each of views) byId(`show-${each}`).setAttribute('aria-pressed', String(each === this.view))
    const hasPane = this.view === 'camera' || this.view === 'true'
    byId('beside').hidden = !hasPane
    document.querySelector('.stage')?.toggleAttribute('data-beside', hasPane)
    byId('photograph').hidden = this.view !== 'camera'
    byId('true-frame').hidden = this.view !== 'true'
    this.#say('')
    void this.#showPicture()
    this.#onView(this.view)
    this.#ask()
  }

  /** Another film, or the same one changed: pictures of before are of no use. @param {ReadyState | null} film */
  setFilm(film) {
    this.#film = film
    this.#forget()
    this.#ask()
  }

  /**
   * @param {number} frame
   * @param {boolean} isPlaying
   */
  follow(frame, isPlaying) {
    if (frame === this.#frame && this.#picture) return
    const isNew = frame !== this.#frame
    this.#frame = frame
    if (isNew) this.#forget()
    if (isPlaying) clearTimeout(this.#settling)
    else this.#ask()
  }

  #ask() {
    clearTimeout(this.#settling)
    if (this.#film && this.#isWanted() && !this.#picture && this.#frame >= 0) this.#settling = setTimeout(() => void this.#draw(), settleMs)
  }

  #isWanted() {
    return this.view === 'true' || this.view === 'difference'
  }

  async #draw() {
    const { signal } = (this.#asking = new AbortController())
    const frame = this.#frame
    const startedMs = performance.now()
    this.#say(`Drawing frame ${frame}…`)
    try {
      const response = await server.send(`still?frame=${frame}`, { signal })
      const url = URL.createObjectURL(await response.blob())
      if (signal.aborted) {
        URL.revokeObjectURL(url)
        return
      }
      this.#picture = { frame, url }
      await this.#showPicture()
      this.#say(`Frame ${frame} as the renderer draws it, in ${Math.round(performance.now() - startedMs)} ms`)
    } catch (error) {
      if (!signal.aborted) this.#say(error instanceof Error ? error.message : String(error), { isFault: true })
    }
  }

  async #showPicture() {
    const difference = /** @type {HTMLImageElement} */ (byId('difference'))
    const beside = /** @type {HTMLImageElement} */ (byId('true-picture'))
    const isOver = this.view === 'difference' && this.#picture !== null
    for (const image of [difference, beside]) {
      if (this.#picture) image.src = this.#picture.url
      else image.removeAttribute('src')
    }
    if (isOver) await difference.decode().catch(() => undefined)
    difference.hidden = !isOver
    byId('canvas').toggleAttribute('data-difference', isOver)
    byId('measure').hidden = !isOver || !canMeasure
  }

  async #measure() {
    try {
      const { mean, most, isClipped } = await measureDifference(byId('canvas'), byId('stage'))
      this.#say(`Difference, in levels of 255: mean ${mean.toFixed(2)}, ${isClipped ? 'at least' : 'at most'} ${most.toFixed(1)}`)
    } catch (error) {
      this.#say(`Not measured: ${error instanceof Error ? error.message : String(error)}`, { isFault: true })
    }
  }

  #forget() {
    this.#asking.abort()
    if (!this.#picture) return
    URL.revokeObjectURL(this.#picture.url)
    this.#picture = null
    void this.#showPicture()
  }

  /**
   * @param {string} text
   * @param {{ isFault?: boolean }} [how]
   */
  #say(text, { isFault = false } = {}) {
    const note = byId('beside-note')
    note.textContent = text
    note.dataset['kind'] = isFault ? 'fault' : 'plain'
  }
}
