/** @import { Render } from '../../api/render.ts' */
/** @import { Pictures } from './pictures.js' */
import { element, part, setText } from '../page-parts/elements.js'
import { figuresOf, filmFactsOf, nameOf, sinceText, stateWords } from './words.js'

/** @typedef {ReturnType<typeof makeRow>} Row */

/** The renders as links, each with its picture, its state and how far it is. */
export class RenderList {
  #list = part('renders', HTMLUListElement)
  /** @type {Map<string, Row>} */
  #rows = new Map()
  #pictures

  /** @param {Pictures} pictures */
  constructor(pictures) {
    this.#pictures = pictures
  }

  /**
   * Rows that stay are changed in place, so that the focus stays where it is.
   * @param {readonly Render[]} renders
   * @param {string | null} picked
   */
  show(renders, picked) {
    const rows = renders.map((render) => this.#rowOf(render))
    for (const [index, render] of renders.entries()) this.#draw(rows[index] ?? makeRow(render.id), render, picked)
    const items = rows.map(({ item }) => item)
    if (items.some((item, index) => this.#list.children[index] !== item) || this.#list.children.length !== items.length)
      this.#list.replaceChildren(...items)
  }

  /**
   * @param {Render} render
   * @returns {Row}
   */
  #rowOf({ id }) {
    const row = this.#rows.get(id) ?? makeRow(id)
    this.#rows.set(id, row)
    return row
  }

  /**
   * @param {Row} row
   * @param {Render} render
   * @param {string | null} picked
   */
  #draw(row, render, picked) {
    const { word, kind, isOver } = stateWords(render)
    setText(row.name, nameOf(render))
    setText(row.state, word)
    row.state.dataset['kind'] = kind
    row.since.dateTime = render.createdAt
    setText(row.since, sinceText(render.createdAt, Date.now()))
    row.bar.hidden = isOver
    row.bar.value = render.progress.overall
    setText(row.figures, isOver ? filmFactsOf(render) || figuresOf(render) : `${Math.floor(render.progress.overall * 100)} %`)
    if (render.id === picked) row.link.setAttribute('aria-current', 'true')
    else row.link.removeAttribute('aria-current')
    this.#pictures.show(row.picture, render)
  }
}

/** @param {string} id */
function makeRow(id) {
  const picture = element('span', { className: 'picture' })
  picture.setAttribute('aria-hidden', 'true')
  const name = element('span', { className: 'name' })
  const since = element('time', {})
  const state = element('span', { className: 'state' })
  const bar = element('progress', { max: 1, ariaLabel: 'Progress' })
  const figures = element('span', { className: 'figures' })
  const how = element('span', { className: 'how' }, state, bar, figures)
  const link = element('a', { href: `#${id}` }, picture, name, since, how)
  return { item: element('li', {}, link), link, picture, name, since, state, bar, figures }
}
