/** @import { Render } from '../../api/render.ts' */
/** @import { Api } from '../page-parts/api.js' */
import { part, setText } from '../page-parts/elements.js'
import { stateWords } from './words.js'

const refreshMs = 3000

/** The numbers of pino. */
const levels = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
])

/** The render's log, read when it is opened, and again while the render is at work. */
export class LogView {
  #details = part('log', HTMLDetailsElement)
  #text = part('log-text', HTMLPreElement)
  #api
  /** @type {Render | null} */
  #render = null
  #readMs = 0

  /** @param {Api} api */
  constructor(api) {
    this.#api = api
    this.#details.addEventListener('toggle', () => {
      this.#readMs = 0
      this.#read()
    })
  }

  /** @param {Render} render */
  show(render) {
    const isOther = render.id !== this.#render?.id
    const hasChanged = isOther || render.state !== this.#render?.state
    this.#render = render
    if (isOther) this.#text.textContent = ''
    if (hasChanged) this.#readMs = 0
    this.#read()
  }

  #read() {
    const render = this.#render
    if (!this.#details.open || !render) return
    if (this.#readMs > 0 && (stateWords(render).isOver || performance.now() - this.#readMs < refreshMs)) return
    this.#readMs = performance.now()
    void this.#api.send(`v1/renders/${render.id}/log`).then(
      async (response) => {
        const text = await response.text()
        if (render.id === this.#render?.id) setText(this.#text, linesOf(text))
      },
      (error) => setText(this.#text, `The log cannot be read: ${error.message}`),
    )
  }
}

/** @param {string} text lines of JSON */
function linesOf(text) {
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.length === 0 ? 'Nothing yet.' : lines.map(lineOf).join('\n')
}

/** @param {string} line */
function lineOf(line) {
  try {
    // Whose render it is everybody knows here.
    const { time, level, msg, message = msg ?? '', render: _render, ...rest } = JSON.parse(line)
    const more = Object.entries(rest).map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    return `${new Date(time).toISOString().slice(11, 23)} ${String(levels.get(level) ?? level).padEnd(5)} ${message}${more.join('')}`
  } catch {
    return line
  }
}
