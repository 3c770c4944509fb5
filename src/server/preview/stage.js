/** @import { ReadyState } from '../preview-state.ts' */
import { SceneFrame } from './scene-frame.js'

/**
 * Told when a scene has to be waited for (its number), cannot be shown (its number and why), or is there (null).
 * @typedef {{ number: number, fault: string | null } | null} Trouble
 */

/** Shows one scene at a time, scaled to fit; the next one is loaded ahead, and a scene stays until the one after it can be seen. */
export class Stage {
  #fit
  #canvas
  #onTrouble
  /** @type {ReadyState | null} */
  #film = null
  /** @type {Map<number, SceneFrame>} by the scene's index */
  #frames = new Map()
  /** @type {SceneFrame | null} */
  #wanted = null
  /** @type {SceneFrame | null} */
  #shown = null

  /**
   * @param {HTMLElement} fit the room there is
   * @param {HTMLElement} canvas in it; as large as the scaled picture
   * @param {(trouble: Trouble) => void} onTrouble
   */
  constructor(fit, canvas, onTrouble) {
    this.#fit = fit
    this.#canvas = canvas
    this.#onTrouble = onTrouble
    new ResizeObserver(() => this.#resize()).observe(fit)
  }

  /** Whether the scene that is asked for cannot be seen yet. */
  get isWaiting() {
    return this.#wanted !== this.#shown
  }

  /** @param {ReadyState | null} film */
  setFilm(film) {
    const isSameSize = film !== null && film.width === this.#film?.width && film.height === this.#film.height
    this.#film = film
    for (const [index, frame] of this.#frames) {
      if (isSameSize && film.scenes[index]?.page === frame.page) continue
      this.#frames.delete(index)
      // What is shown stays until what it has become can be seen.
      if (frame !== this.#shown || !isSameSize) frame.element.remove()
    }
    if (!isSameSize) this.#shown = null
    this.#wanted = null
    this.#onTrouble(null)
    this.#resize()
  }

  /** @param {boolean} isActual whether the picture has the film's own size, and scrolls where there is no room for it */
  setActualSize(isActual) {
    if (isActual === (this.#fit.dataset['size'] === 'actual')) return
    this.#fit.dataset['size'] = isActual ? 'actual' : 'fit'
    this.#resize()
    // What was in the middle is there again.
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = this.#fit
    this.#fit.scrollTo((scrollWidth - clientWidth) / 2, (scrollHeight - clientHeight) / 2)
  }

  /**
   * @param {number} index of the scene
   * @param {number} timeMs from its start
   */
  async show(index, timeMs) {
    const frame = this.#keepAround(index)
    if (!frame) return
    this.#wanted = frame
    if (!frame.isReady) this.#onTrouble({ number: index + 1, fault: null })
    try {
      await frame.seek(timeMs)
      if (frame === this.#wanted) this.#bringToFront(frame)
    } catch (error) {
      if (frame !== this.#wanted) return
      this.#bringToFront(null)
      this.#onTrouble({ number: index + 1, fault: error instanceof Error ? error.message : String(error) })
    }
  }

  /**
   * Has the scene and the one after it loaded, keeps what is shown and the one before, and lets the others go.
   * @param {number} index
   */
  #keepAround(index) {
    const count = this.#film?.scenes.length ?? 0
    const next = (index + 1) % count
    const frame = this.#load(index)
    if (frame?.isReady && next !== index) this.#load(next)
    for (const [at, other] of this.#frames) {
      if (other === this.#shown || [index, next, (index + count - 1) % count].includes(at)) continue
      other.element.remove()
      this.#frames.delete(at)
    }
    return frame
  }

  /** @param {number} index */
  #load(index) {
    const loaded = this.#frames.get(index)
    const scene = this.#film?.scenes[index]
    if (loaded || !this.#film || !scene) return loaded
    const frame = new SceneFrame(scene, this.#film)
    this.#frames.set(index, frame)
    this.#canvas.append(frame.element)
    this.#resize()
    return frame
  }

  /** @param {SceneFrame | null} frame null for the black curtain: better no picture than another scene's */
  #bringToFront(frame) {
    this.#onTrouble(null)
    if (frame === this.#shown) return
    frame?.element.classList.add('shown')
    const before = this.#shown
    before?.element.classList.remove('shown')
    this.#shown = frame
    if (before && ![...this.#frames.values()].includes(before)) before.element.remove()
    for (const [index, other] of this.#frames) if (other === frame) this.#keepAround(index)
  }

  #resize() {
    if (!this.#film) return
    const { width, height } = this.#film
    const { clientWidth, clientHeight } = this.#fit
    const isActual = this.#fit.dataset['size'] === 'actual'
    const scale = isActual ? 1 : Math.min(clientWidth / width, clientHeight / height)
    const { style } = this.#canvas
    style.width = `${width * scale}px`
    style.height = `${height * scale}px`
    // In the middle, but on whole pixels: between two of them the picture would be blurred.
    style.marginLeft = `${Math.max(0, Math.floor((clientWidth - width * scale) / 2))}px`
    style.marginTop = `${Math.max(0, Math.floor((clientHeight - height * scale) / 2))}px`
    // None at all at full size, so that the picture is exactly the renderer's.
    for (const { element } of this.#frames.values()) element.style.transform = isActual ? '' : `scale(${scale})`
  }
}
