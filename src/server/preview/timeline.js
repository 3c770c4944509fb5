/** @import { ReadyState } from '../preview-state.ts' */
import { frameTimeMs, sceneIndexAt, timeText } from './film-clock.js'
import { byId } from './by-id.js'

/** The scrubber over the whole film, with a bar for each scene. */
export class Timeline {
  #element = byId('timeline')
  #scrubber = /** @type {HTMLInputElement} */ (byId('scrubber'))
  #marks = byId('scene-marks')

  /** @param {(frame: number) => void} onSeek */
  constructor(onSeek) {
    this.#scrubber.addEventListener('input', () => onSeek(Number(this.#scrubber.value)))
  }

  /** @param {ReadyState} film */
  setFilm({ scenes, frames }) {
    // One more than the last frame, so that a frame's place is where its share of the bar begins.
    this.#scrubber.max = String(frames)
    const shares = /** @param {string} tag */ (tag) =>
      scenes.map(({ number, from, to }) => {
        const share = document.createElement(tag)
        share.style.width = `${((to - from) / frames) * 100}%`
        share.dataset['number'] = String(number)
        return share
      })
    byId('segments').replaceChildren(...shares('i'))
    byId('segments-played').replaceChildren(...shares('i'))
    this.#marks.style.setProperty('--digits', String(String(scenes.length).length))
    this.#marks.replaceChildren(...shares('span'))
  }

  /**
   * @param {ReadyState} film
   * @param {number} frame
   */
  show(film, frame) {
    this.#element.style.setProperty('--at', `${(frame / film.frames) * 100}%`)
    this.#scrubber.value = String(frame)
    const index = sceneIndexAt(film, frame)
    this.#scrubber.setAttribute('aria-valuetext', `frame ${frame}, ${timeText(frameTimeMs(frame, film.fps))}, scene ${index + 1}`)
    for (const [at, mark] of [...this.#marks.children].entries()) mark.classList.toggle('current', at === index)
  }
}
