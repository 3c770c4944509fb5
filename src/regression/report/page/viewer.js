/** @import { PageData, PageFrame, PagePair } from '../page-data.ts' */
/** @import { Trio } from './modes.js' */
import { element, part, setText } from '../../../server/page-parts/elements.js'
import { Blink } from './blink.js'
import { Dial } from './dial.js'
import { dragPictures } from './drag.js'
import { showHead, showWords } from './frame-words.js'
import { Lens } from './lens.js'
import { modes } from './modes.js'
import { Pane } from './pane.js'
import { loadPicture } from './pictures.js'
import { pixelWords } from './readout.js'

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')
/** A divider is thin; hands are not. */
const dividerReach = 22

/** One frame, looked at closely. */
export class Viewer {
  #room = part('panes', HTMLDivElement)
  #readout = part('readout', HTMLParagraphElement)
  #scale = part('scale', HTMLOutputElement)
  #lens
  /** @type {readonly Pane[]} */
  #panes = []
  /** @type {Trio} */
  #trio = { before: null, after: null, difference: null }
  /** @type {PagePair | null} */
  #pair = null
  #mode = 'beside'
  #look = { share: 0.5, isAfter: true }
  #blink = new Blink(() => this.flip())
  #dial
  #shown = 0

  /** @param {Pick<PageData, 'width' | 'height'>} film */
  constructor(film) {
    this.#lens = new Lens(film)
    this.#room.style.setProperty('--ratio', `${film.width / film.height}`)
    this.#dial = new Dial(part('dial', HTMLDivElement), {
      onShare: (share) => this.#setShare(share),
      onRate: (rate) => this.#blink.isRunning && this.#blink.start(rate),
      onBlink: () => this.toggleBlink(),
    })
    dragPictures(this.#room, {
      paneAt: (target) => this.#panes.find(({ figure }) => target instanceof Node && figure.contains(target)) ?? null,
      isDivider: (pane, x) =>
        this.#mode === 'swipe' && (this.#lens.scale === null || Math.abs(x - this.#look.share * pane.size.width) < dividerReach),
      onDivider: (share) => this.#setShare(share),
      onMove: (by) => this.move(by),
      onZoom: (direction, at) => this.zoom(direction, at),
      onPoint: (at) => this.#say(at),
    })
    new ResizeObserver(() => this.#draw()).observe(this.#room)
    part('pairs', HTMLFieldSetElement).addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement) void this.#showPair(this.#pairs[Number(event.target.value)] ?? null)
    })
    part('modes', HTMLFieldSetElement).addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement) this.#setMode(event.target.value)
    })
    part('closer', HTMLButtonElement).addEventListener('click', () => this.zoom(1))
    part('further', HTMLButtonElement).addEventListener('click', () => this.zoom(-1))
    part('fit', HTMLButtonElement).addEventListener('click', () => this.fit())
    part('to-box', HTMLButtonElement).addEventListener('click', () => this.toBox())
  }

  /** @type {PageFrame['pairs']} */
  #pairs = []

  /** @param {PageFrame} frame */
  async show(frame) {
    this.#pairs = frame.pairs
    showHead(frame)
    const room = part('pairs', HTMLFieldSetElement)
    room.hidden = frame.pairs.length < 2
    room.replaceChildren(
      element('legend', { className: 'unseen' }, 'What is compared'),
      ...frame.pairs.map(({ title }, index) =>
        element('label', {}, element('input', { type: 'radio', name: 'pair', value: `${index}`, checked: index === 0 }), element('span', {}, title)),
      ),
    )
    // Each frame is seen whole at first.
    this.#lens.fit()
    await this.#showPair(frame.pairs[0] ?? null)
  }

  /** @param {number} index of the mode, from 0 */
  chooseMode(index) {
    const input = part('modes', HTMLFieldSetElement).querySelectorAll('input')[index]
    if (!input || input.disabled) return
    input.checked = true
    this.#setMode(input.value)
  }

  /**
   * @param {1 | -1} direction
   * @param {{ x: number, y: number }} [at]
   */
  zoom(direction, at) {
    const pane = this.#panes[0]
    if (pane) this.#lens.step(direction, pane.size, at)
    this.#draw()
  }

  fit() {
    this.#lens.fit()
    this.#draw()
  }

  toBox() {
    const pane = this.#panes[0]
    if (pane && this.#pair?.box) this.#lens.show(this.#pair.box, pane.size)
    this.#draw()
  }

  /** @param {{ x: number, y: number }} by in CSS pixels */
  move(by) {
    const pane = this.#panes[0]
    if (!pane || this.#lens.scale === null) return
    this.#lens.move(by, pane.size)
    this.#draw()
  }

  /** The other one of the two pictures. */
  flip() {
    this.#look.isAfter = !this.#look.isAfter
    this.#draw()
  }

  toggleBlink() {
    if (this.#mode !== 'blink') return
    if (this.#blink.isRunning) this.#blink.stop()
    else this.#blink.start(this.#dial.rate)
    this.#dial.setBlinking(this.#blink.isRunning)
  }

  /** @param {PagePair | null} pair */
  async #showPair(pair) {
    this.#pair = pair
    if (!pair) return
    const shown = ++this.#shown
    showWords(pair)
    const [before, after, difference] = await Promise.all([pair.before, pair.after, pair.difference].map(loadPicture))
    // Another frame has been chosen meanwhile.
    if (shown !== this.#shown) return
    this.#trio = { before: before ?? null, after: after ?? null, difference: difference ?? null }
    for (const input of part('modes', HTMLFieldSetElement).querySelectorAll('input')) input.disabled = !this.#can(input.value)
    part('modes', HTMLFieldSetElement).hidden = !before
    part('to-box', HTMLButtonElement).hidden = pair.box === null
    part('stage', HTMLDivElement).hidden = !after
    this.#setMode(this.#mode)
    this.#room.dataset['shown'] = pair.after?.source ?? ''
  }

  /** @param {string} mode */
  #can(mode) {
    const { before, difference } = this.#trio
    return mode === 'beside' || (mode === 'difference' ? difference !== null : before !== null)
  }

  /** @param {string} name */
  #setMode(name) {
    this.#mode = name
    const mode = this.#showDial()
    if (mode?.dial === 'rate' && !reducedMotion.matches) this.#blink.start(this.#dial.rate)
    else this.#blink.stop()
    this.#dial.setBlinking(this.#blink.isRunning)
    this.#draw()
  }

  /** @param {number} share */
  #setShare(share) {
    this.#look.share = Math.min(1, Math.max(0, share))
    this.#showDial()
    this.#draw()
  }

  #showDial() {
    const mode = modes[this.#can(this.#mode) ? this.#mode : 'beside']
    this.#dial.show(mode?.dial ?? null, { share: this.#look.share, title: this.#trio.after?.title ?? '' })
    return mode
  }

  #draw() {
    const contents = modes[this.#can(this.#mode) ? this.#mode : 'beside']?.panes(this.#trio, this.#look) ?? []
    if (this.#panes.length !== contents.length) {
      this.#panes = contents.map(() => new Pane())
      this.#room.replaceChildren(...this.#panes.map(({ figure }) => figure))
    }
    this.#room.dataset['panes'] = `${contents.length}`
    const { difference } = this.#trio
    part('legend', HTMLUListElement).hidden = !contents.some(({ layers }) => difference !== null && layers[0]?.picture === difference)
    this.#room.toggleAttribute('data-zoomed', this.#lens.scale !== null)
    this.#room.toggleAttribute('data-preview', this.#trio.before === null && this.#trio.after?.isWhole === false)
    for (const [index, { caption, layers }] of contents.entries()) this.#panes[index]?.draw(caption, layers, this.#lens)
    const pane = this.#panes[0]
    setText(this.#scale, pane ? `${percent(this.#lens.scaleIn(pane.size))} %` : '')
  }

  /** @param {{ x: number, y: number } | null} at */
  #say(at) {
    const pane = this.#panes[0]
    const { before, after } = this.#trio
    setText(this.#readout, at && pane ? pixelWords(this.#lens.pointAt(at, pane.size), [before, after]) : '')
  }
}

/** @param {number} scale */
function percent(scale) {
  return Math.round(scale * 1000) / 10 >= 10 ? Math.round(scale * 100) : Math.round(scale * 1000) / 10
}
