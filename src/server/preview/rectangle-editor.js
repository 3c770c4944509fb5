/** @import { Rectangle, Shapes } from './rectangle-geometry.js' */
import { held, heightOf, resized } from './rectangle-geometry.js'

/** @typedef {'from' | 'to'} End */
/** @typedef {{ photograph: string, from: Rectangle, to: Rectangle, shapes: Shapes }} Move */

const ends = /** @type {const} */ (['from', 'to'])
const names = { from: 'Start', to: 'End' }
const corners = [
  { left: true, top: true },
  { left: false, top: true },
  { left: true, top: false },
  { left: false, top: false },
]

/** A step of the arrow keys, as a part of the photograph; with Shift ten of them. */
const step = 0.005

/** The photograph with the start and the end of the move, each a rectangle to be dragged, resized by its corners, or moved by keys. */
export class RectangleEditor {
  #room = Object.assign(document.createElement('div'), { className: 'photo-room' })
  #image = Object.assign(document.createElement('img'), { alt: '', draggable: false })
  #container
  #onChange
  /** @type {Move | null} */
  #move = null
  #elements = { from: this.#newElement('from'), to: this.#newElement('to') }

  /**
   * @param {HTMLElement} container
   * @param {(end: End, rectangle: Rectangle, isDone: boolean) => void} onChange while one is dragged, and at the end of that
   */
  constructor(container, onChange) {
    this.#container = container
    this.#onChange = onChange
    this.#room.append(this.#image, this.#elements.from, this.#elements.to)
    container.append(this.#room)
    new ResizeObserver(() => this.#layOut()).observe(container)
  }

  /** @param {Move} move */
  show(move) {
    this.#move = move
    if (this.#image.getAttribute('src') !== move.photograph) this.#image.src = move.photograph
    this.#layOut()
    for (const end of ends) this.#place(end)
  }

  #layOut() {
    if (!this.#move) return
    const { clientWidth, clientHeight } = this.#container
    const width = Math.min(clientWidth, clientHeight * this.#move.shapes.photo)
    this.#room.style.width = `${width}px`
    this.#room.style.height = `${width / this.#move.shapes.photo}px`
  }

  /** @param {End} end */
  #place(end) {
    if (!this.#move) return
    const { x, y, width } = this.#move[end]
    const height = heightOf(width, this.#move.shapes)
    const { style } = this.#elements[end]
    const percent = /** @param {number} part */ (part) => `${part * 100}%`
    Object.assign(style, { left: percent(x), top: percent(y), width: percent(width), height: percent(height) })
    const said = /** @param {number} part */ (part) => `${Math.round(part * 1000) / 10} %`
    this.#elements[end].setAttribute('aria-label', `${names[end]} of the move: left ${said(x)}, top ${said(y)}, width ${said(width)}`)
  }

  /**
   * @param {End} end
   * @param {Rectangle} rectangle
   * @param {boolean} isDone
   */
  #change(end, rectangle, isDone) {
    if (!this.#move) return
    this.#move = { ...this.#move, [end]: rectangle }
    this.#place(end)
    this.#onChange(end, rectangle, isDone)
  }

  /** @param {End} end */
  #newElement(end) {
    const element = Object.assign(document.createElement('div'), { className: 'rectangle', tabIndex: 0 })
    element.dataset['end'] = end
    element.setAttribute('role', 'button')
    element.setAttribute('aria-description', 'Arrow keys move it, plus and minus resize it')
    element.append(Object.assign(document.createElement('span'), { textContent: names[end] }))
    for (const corner of corners) {
      const handle = document.createElement('i')
      handle.style.cssText = `${corner.left ? 'left' : 'right'}:0;${corner.top ? 'top' : 'bottom'}:0;cursor:${corner.left === corner.top ? 'nwse' : 'nesw'}-resize`
      element.append(handle)
      handle.addEventListener('pointerdown', (event) => this.#drag(event, end, corner))
    }
    element.addEventListener('pointerdown', (event) => this.#drag(event, end, null))
    element.addEventListener('keydown', (event) => this.#onKey(event, end))
    return element
  }

  /**
   * @param {PointerEvent} down
   * @param {End} end
   * @param {{ left: boolean, top: boolean } | null} corner null moves the whole rectangle
   */
  #drag(down, end, corner) {
    const element = this.#elements[end]
    if (!this.#move || down.button !== 0) return
    down.preventDefault()
    down.stopPropagation()
    element.focus({ preventScroll: true })
    element.setPointerCapture(down.pointerId)
    const { shapes, [end]: start } = this.#move
    const { width: roomWidth, height: roomHeight } = this.#room.getBoundingClientRect()
    let last = start
    const follow = /** @param {PointerEvent} event */ (event) => {
      const [x, y] = [(event.clientX - down.clientX) / roomWidth, (event.clientY - down.clientY) / roomHeight]
      const wider = corner ? (corner.left ? -x : x) : 0
      last = corner ? resized(start, start.width + wider, corner, shapes) : held({ ...start, x: start.x + x, y: start.y + y }, shapes)
      this.#change(end, last, false)
    }
    const finish = () => {
      element.removeEventListener('pointermove', follow)
      if (last !== start) this.#change(end, last, true)
    }
    element.addEventListener('pointermove', follow)
    element.addEventListener('lostpointercapture', finish, { once: true })
  }

  /**
   * @param {KeyboardEvent} event
   * @param {End} end
   */
  #onKey(event, end) {
    if (!this.#move || event.ctrlKey || event.metaKey || event.altKey) return
    const by = event.shiftKey ? step * 10 : step
    const { shapes, [end]: rectangle } = this.#move
    const { x, y, width } = rectangle
    const moved = new Map([
      ['ArrowLeft', { x: x - by, y, width }],
      ['ArrowRight', { x: x + by, y, width }],
      ['ArrowUp', { x, y: y - by, width }],
      ['ArrowDown', { x, y: y + by, width }],
      ['+', { x: x - by, y: y - heightOf(by, shapes), width: width + 2 * by }],
      ['-', { x: x + by, y: y + heightOf(by, shapes), width: width - 2 * by }],
    ]).get(event.key === '=' ? '+' : event.key)
    if (!moved) return
    event.preventDefault()
    event.stopPropagation()
    this.#change(end, held(moved, shapes), true)
  }
}
