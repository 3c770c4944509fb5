import { element, setText } from '../../../server/page-parts/elements.js'

/** @typedef {{ onShare: (share: number) => void, onRate: (perSecond: number) => void, onBlink: () => void }} DialEvents */

/** `label`: of the later picture's title. */
const ranges = /** @type {const} */ ({
  opacity: { label: (/** @type {string} */ title) => `Opacity of ${title}`, min: 0, max: 100, step: 1, unit: ' %' },
  place: { label: (/** @type {string} */ title) => `${title} begins at`, min: 0, max: 100, step: 1, unit: ' %' },
  // Six turns are three flashes a second, the most that is safe for everybody (WCAG 2.3.1).
  rate: { label: () => 'Turns a second', min: 1, max: 6, step: 1, unit: '' },
})

/** The one control that a mode has: how strong, where, or how quick. */
export class Dial {
  /** Turns a second. */
  rate = 2
  #room
  #events
  #input = element('input', { type: 'range', id: 'dial-value' })
  #value = element('output', {})
  #label = element('label', { htmlFor: 'dial-value' })
  #blink = element('button', { type: 'button', className: 'text', id: 'blink' })
  /** @type {keyof typeof ranges | null} */
  #kind = null

  /**
   * @param {HTMLElement} room
   * @param {DialEvents} events
   */
  constructor(room, events) {
    this.#room = room
    this.#events = events
    room.append(this.#label, this.#input, this.#value, this.#blink)
    this.#blink.setAttribute('aria-keyshortcuts', 'Space')
    this.#input.addEventListener('input', () => this.#take(Number(this.#input.value)))
    this.#blink.addEventListener('click', () => events.onBlink())
  }

  /**
   * @param {keyof typeof ranges | null} kind
   * @param {{ share: number, title: string }} look `share`: 0 to 1; `title`: of the picture that it is about
   */
  show(kind, { share, title }) {
    this.#room.hidden = kind === null
    this.#kind = kind
    if (kind === null) return
    const { label, min, max, step, unit } = ranges[kind]
    const value = kind === 'rate' ? this.rate : Math.round(share * 100)
    setText(this.#label, label(title))
    // A range clamps its value at once, so its ends come first.
    Object.assign(this.#input, { min: `${min}`, max: `${max}`, step: `${step}`, value: `${value}` })
    setText(this.#value, `${value}${unit}`)
    this.#blink.hidden = kind !== 'rate'
  }

  /** @param {boolean} isBlinking */
  setBlinking(isBlinking) {
    setText(this.#blink, isBlinking ? 'Stop' : 'Start')
  }

  /** @param {number} value */
  #take(value) {
    if (this.#kind === null) return
    setText(this.#value, `${value}${ranges[this.#kind].unit}`)
    if (this.#kind === 'rate') {
      this.rate = value
      this.#events.onRate(value)
    } else this.#events.onShare(value / 100)
  }
}
