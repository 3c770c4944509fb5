/** @import { ReadyState } from '../preview-state.ts' */
import { frameTimeMs, sceneIndexAt, timeText } from './film-clock.js'
import { byId } from './by-id.js'

/** The scrubber over the whole film, with a bar for each scene, what lies over two of them, and the captions. */
export class Timeline {
  #element = byId('timeline')
  #scrubber = /** @type {HTMLInputElement} */ (byId('scrubber'))
  #marks = byId('scene-marks')
  /** @type {readonly { from: number, to: number, text: string, element: HTMLElement }[]} */
  #captions = []

  /** @param {(frame: number) => void} onSeek */
  constructor(onSeek) {
    this.#scrubber.addEventListener('input', () => onSeek(Number(this.#scrubber.value)))
  }

  /** @param {ReadyState} film */
  setFilm(film) {
    const { scenes, frames } = film
    // One more than the last frame, so that a frame's place is where its share of the bar begins.
    this.#scrubber.max = String(frames)
    const shares = /** @param {string} tag */ (tag) =>
      scenes.map(({ number, from, to }) => {
        const share = document.createElement(tag)
        share.style.width = `${((to - from) / frames) * 100}%`
        share.dataset['number'] = String(number)
        return share
      })
    this.#setTracks(film)
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
    this.#showCaption(frame)
    for (const [at, mark] of [...this.#marks.children].entries()) mark.classList.toggle('current', at === index)
  }

  /** @param {ReadyState} film */
  #setTracks({ scenes, frames, sound }) {
    const placed = /** @param {string} tag @param {{ from: number, to: number }} range */ (tag, { from, to }) => {
      const element = document.createElement(tag)
      element.style.left = `${(from / frames) * 100}%`
      element.style.width = `${((to - from) / frames) * 100}%`
      return element
    }
    const overlaps = scenes.flatMap(({ from, transition }) => {
      if (!transition) return []
      const overlap = placed('i', { from, to: from + transition.frames })
      overlap.dataset['type'] = transition.type
      return [overlap]
    })
    byId('overlaps').replaceChildren(...overlaps)
    this.#captions = scenes.flatMap(({ captions }) => captions).map((caption) => ({ ...caption, element: placed('span', caption) }))
    for (const { element, text } of this.#captions) element.textContent = text
    byId('caption-track').replaceChildren(...this.#captions.map(({ element }) => element))
    this.#element.dataset['tracks'] = this.#captions.length > 0 || sound ? 'all' : 'scenes'
  }

  /** @param {number} frame */
  #showCaption(frame) {
    for (const { element, from, to } of this.#captions) element.classList.toggle('current', from <= frame && frame < to)
  }
}
