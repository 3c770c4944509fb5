/** @import { ReadyState, PreviewScene } from '../preview-state.ts' */
import { byId } from './by-id.js'
import { sceneNumberOf } from './fault-lists.js'
import { frameTimeMs } from './film-clock.js'

/** The scenes with their numbers and durations; a click goes to one. */
export class SceneList {
  #list = byId('scenes')
  #onPick
  /** @type {number | null} */
  #current = null
  /** Of the film that is shown: the pictures of an older one are no longer asked for. */
  #turn = 0
  /** Of what is listed: most edits leave the list as it is, and its pictures need not be loaded again. */
  #listed = ''

  /** @param {(scene: PreviewScene) => void} onPick */
  constructor(onPick) {
    this.#onPick = onPick
  }

  /** @param {ReadyState} film */
  setFilm({ scenes, fps, warnings }) {
    const facts = scenes.map(({ number, name, thumbnail, from, to }) => [number, name, thumbnail, from, to])
    const listed = JSON.stringify([facts, fps, warnings])
    if (listed === this.#listed) return
    this.#listed = listed
    this.#current = null
    const rows = scenes.map((scene) => {
      const isDoubtful = warnings.some((warning) => sceneNumberOf(warning) === scene.number)
      return this.#row(scene, frameTimeMs(scene.to - scene.from, fps) / 1000, isDoubtful)
    })
    this.#list.replaceChildren(...rows)
    void this.#loadPictures(++this.#turn)
  }

  /**
   * Marks the scene that is shown.
   * @param {number} index
   */
  show(index) {
    if (index === this.#current) return
    this.#current = index
    for (const [at, row] of [...this.#list.children].entries()) {
      const button = row.firstElementChild
      if (at === index) button?.setAttribute('aria-current', 'true')
      else button?.removeAttribute('aria-current')
      // Only within the list: the page itself stays where it is.
      if (at === index && row instanceof HTMLElement) scrollIntoList(this.#list, row)
    }
  }

  /**
   * @param {PreviewScene} scene
   * @param {number} durationS
   * @param {boolean} isDoubtful whether a warning is about it
   */
  #row(scene, durationS, isDoubtful) {
    const button = document.createElement('button')
    const image = scene.thumbnail === null ? textIn('span', 'no-picture', '') : Object.assign(document.createElement('img'), { alt: '' })
    if (scene.thumbnail !== null) image.dataset['source'] = scene.thumbnail
    const name = textIn('span', 'name', fileNameIn(scene.name))
    name.title = scene.name
    if (isDoubtful) name.classList.add('doubtful')
    button.append(textIn('span', 'number', String(scene.number)), image, name, textIn('span', 'duration', `${durationS.toFixed(1)} s`))
    button.addEventListener('click', (event) => {
      // After a click with the mouse the space bar is to pause the film, not to press this button again.
      if (event.detail > 0) button.blur()
      this.#onPick(scene)
    })
    const row = document.createElement('li')
    row.append(button)
    return row
  }

  /**
   * One after the other: all at once would take every connection from the scenes themselves.
   * @param {number} turn
   */
  async #loadPictures(turn) {
    for (const image of this.#list.querySelectorAll('img')) {
      image.src = image.dataset['source'] ?? ''
      await image.decode().catch(() => undefined)
      if (turn !== this.#turn) return
    }
  }
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 */
function scrollIntoList(list, row) {
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()]
  if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom
}

/** @param {string} source a path or an address */
function fileNameIn(source) {
  return source.split('/').at(-1) || source
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} text
 */
function textIn(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text })
}
