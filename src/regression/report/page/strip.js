/** @import { PageFrame } from '../page-data.ts' */
import { part, setText } from '../../../server/page-parts/elements.js'

/** All frames on the film's time line: which are listed, and which is looked at. */
export class Strip {
  #frames
  #onFrame
  #links
  #ticks
  #list = part('strip', HTMLOListElement)
  #timeline = document.querySelector('svg.timeline')
  #current = -1
  /** @type {readonly number[]} */
  #listed = []

  /**
   * @param {readonly PageFrame[]} frames
   * @param {(frame: PageFrame) => void} onFrame
   */
  constructor(frames, onFrame) {
    this.#frames = frames
    this.#onFrame = onFrame
    this.#links = [...this.#list.querySelectorAll('a')]
    this.#ticks = [...(this.#timeline?.querySelectorAll('.tick') ?? [])]
    part('filter', HTMLFieldSetElement).addEventListener('change', () => this.#filter())
    this.#timeline?.addEventListener('click', (event) => {
      const tick = event.target instanceof Element ? event.target.closest('.tick') : null
      if (tick instanceof SVGElement) this.choose(Number(tick.dataset['index']))
    })
    addEventListener('hashchange', () => this.#follow())
    this.#filter()
    if (!this.#follow()) this.choose(this.#listed[0] ?? 0)
  }

  get current() {
    return this.#frames[this.#current] ?? null
  }

  /** @param {1 | -1} direction */
  step(direction) {
    const next = direction === 1 ? this.#listed.find((index) => index > this.#current) : this.#listed.findLast((index) => index < this.#current)
    if (next !== undefined) this.choose(next)
  }

  /** @param {number} index */
  choose(index) {
    const frame = this.#frames[index]
    if (!frame || index === this.#current) return
    this.#current = index
    for (const [at, link] of this.#links.entries()) {
      if (at === index) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
      this.#ticks[at]?.toggleAttribute('data-current', at === index)
    }
    const current = this.#ticks[index]
    // What is drawn last lies above the others.
    current?.parentElement?.append(current)
    this.#reveal(this.#links[index]?.parentElement ?? null)
    history.replaceState(null, '', this.#links[index]?.hash)
    this.#tell()
    setText(part('news', HTMLParagraphElement), `${frame.name}: ${frame.stateTitle}`)
    this.#onFrame(frame)
  }

  /**
   * In the middle of the strip; the page itself stays where it is.
   * @param {HTMLElement | null} item
   */
  #reveal(item) {
    if (item) this.#list.scrollTo({ left: item.offsetLeft - (this.#list.clientWidth - item.offsetWidth) / 2 })
  }

  #filter() {
    const wanted = part('filter', HTMLFieldSetElement).querySelector('input:checked')
    const filter = wanted instanceof HTMLInputElement ? wanted.value : 'all'
    const isListed = (/** @type {PageFrame} */ { isOpen, state }) => filter === 'all' || (filter === 'open' ? isOpen : state === filter)
    this.#listed = this.#frames.flatMap((frame, index) => (isListed(frame) ? [index] : []))
    const listed = new Set(this.#listed)
    for (const [index, link] of this.#links.entries()) {
      const item = link.parentElement
      if (item) item.hidden = !listed.has(index)
      this.#ticks[index]?.toggleAttribute('data-dim', !listed.has(index))
    }
    part('no-cells', HTMLParagraphElement).hidden = this.#listed.length > 0
    if (this.#current >= 0 && !listed.has(this.#current) && this.#listed[0] !== undefined) this.choose(this.#listed[0])
    this.#tell()
  }

  /** @returns whether the address names a frame */
  #follow() {
    const index = this.#links.findIndex((link) => link.hash !== '' && link.hash === location.hash)
    if (index >= 0) this.choose(index)
    return index >= 0
  }

  #tell() {
    const at = this.#listed.indexOf(this.#current)
    const count = this.#listed.length
    setText(part('place-in-list', HTMLParagraphElement), at >= 0 ? `${at + 1} of ${count}` : count === 1 ? '1 frame' : `${count} frames`)
    part('previous', HTMLButtonElement).disabled = !this.#listed.some((index) => index < this.#current)
    part('next', HTMLButtonElement).disabled = !this.#listed.some((index) => index > this.#current)
  }
}
