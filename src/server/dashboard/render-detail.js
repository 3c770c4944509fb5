/** @import { Render } from '../../api/render.ts' */
/** @import { Api } from '../page-parts/api.js' */
import { element, part, setText } from '../page-parts/elements.js'
import { FilmPlayer } from './film-player.js'
import { LogView } from './log-view.js'
import { SceneBars } from './scene-bars.js'
import { troubleOf } from '../page-parts/trouble.js'
import { durationText, figuresOf, nameOf, sizeText, stateWords } from './words.js'

/** One render: how far it is, what it has become, and what can be done with it. */
export class RenderDetail {
  #panel = part('detail', HTMLElement)
  #title = part('detail-title', HTMLHeadingElement)
  #state = part('detail-state', HTMLParagraphElement)
  #bar = part('overall', HTMLProgressElement)
  #cancel = part('cancel', HTMLButtonElement)
  #retry = part('retry', HTMLButtonElement)
  #download = part('download', HTMLAnchorElement)
  #scenes = new SceneBars()
  #log
  #player
  #api
  #drawn = ''

  /** @param {Api} api */
  constructor(api) {
    this.#api = api
    this.#log = new LogView(api)
    this.#player = new FilmPlayer(api)
    this.#download.addEventListener('click', (event) => void this.#save(event, this.#download))
  }

  /** To where a reader goes on when a render was picked. */
  focus() {
    this.#panel.focus()
  }

  /** @param {Render | null} render */
  show(render) {
    this.#panel.hidden = render === null
    if (!render) return
    const { word, kind, isOver } = stateWords(render)
    const isDone = render.state === 'succeeded'
    setText(this.#title, nameOf(render))
    setText(this.#state, word)
    this.#state.dataset['kind'] = kind
    this.#bar.hidden = isDone || (isOver && render.progress.overall === 0)
    this.#bar.value = render.progress.overall
    this.#bar.dataset['kind'] = kind
    setText(part('detail-when', HTMLElement), whenText(render))
    const figures = figuresOf(render)
    setText(part('detail-figures', HTMLElement), figures)
    part('detail-progress', HTMLElement).hidden = this.#bar.hidden && figures === ''
    this.#cancel.hidden = isOver
    this.#cancel.disabled = render.state === 'cancelling'
    this.#retry.hidden = !isOver || isDone
    part('preview', HTMLAnchorElement).href = `preview?render=${render.id}`
    this.#download.hidden = !isDone
    this.#download.href = `v1/renders/${render.id}/film`
    this.#scenes.show(render)
    this.#log.show(render)
    this.#player.show(render)
    this.#showRest(render)
  }

  /**
   * What changes seldom is drawn anew when it does.
   * @param {Render} render
   */
  #showRest(render) {
    const { id, error, leftOut, warnings, outputs, cost, priority, metadata, destination } = render
    const shown = JSON.stringify([id, error, leftOut, warnings, outputs, cost, priority, metadata, destination])
    if (shown === this.#drawn) return
    this.#drawn = shown
    const trouble = part('trouble', HTMLElement)
    trouble.hidden = error === null
    trouble.replaceChildren(...(error ? troubleOf(error) : []))
    const doubts = [...leftOut.map(({ scene, how, error: { message } }) => leftOutText(scene, how, message)), ...warnings]
    part('doubts', HTMLElement).hidden = doubts.length === 0
    part('doubts-list', HTMLElement).replaceChildren(...doubts.map((text) => element('li', {}, text)))
    part('files-part', HTMLElement).hidden = outputs.length === 0
    part('files', HTMLElement).replaceChildren(...outputs.map((file) => this.#fileItem(id, file)))
    const { seconds, amount, currency } = cost
    const facts = [
      ['Id', id],
      ['Work', `${durationText(seconds)}${amount === null ? '' : `, ${amount.toFixed(4)} ${currency ?? ''}`}`],
      ...(priority === 0 ? [] : [['Priority', String(priority)]]),
      ...(destination === null ? [] : [['Delivered to', destination]]),
      ...(Object.keys(metadata).length === 0 ? [] : [['Metadata', JSON.stringify(metadata)]]),
    ]
    part('facts', HTMLElement).replaceChildren(...facts.flatMap(([name = '', value = '']) => [element('dt', {}, name), element('dd', {}, value)]))
  }

  /**
   * @param {string} id
   * @param {Render['outputs'][number]} output
   */
  #fileItem(id, output) {
    const link = element('a', { href: `v1/renders/${id}/files/${encodeURIComponent(output.file)}`, download: output.file }, output.file)
    link.addEventListener('click', (event) => void this.#save(event, link))
    return element('li', {}, link, element('span', { className: 'quiet' }, `${output.kind}, ${sizeText(output)}`))
  }

  /**
   * A link sends no key: with one, the file is fetched first.
   * @param {Event} event
   * @param {HTMLAnchorElement} link
   */
  async #save(event, link) {
    if (!this.#api.hasKey) return
    event.preventDefault()
    const href = await this.#api.addressOf(link.href)
    element('a', { href, download: link.download || 'film.mp4' }).click()
    // The browser has taken hold of it by then.
    setTimeout(() => URL.revokeObjectURL(href), 60_000)
  }
}

/** @param {Render} render */
function whenText({ createdAt, startedAt, finishedAt, run }) {
  const day = new Date(createdAt).toLocaleString()
  const took = startedAt !== null && finishedAt !== null ? ` · took ${durationText((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)}` : ''
  return `Sent ${day}${took}${run > 1 ? ` · run ${run}` : ''}`
}

/**
 * @param {number} scene
 * @param {'skip' | 'placeholder'} how
 * @param {string} message
 */
function leftOutText(scene, how, message) {
  return `Scene ${scene + 1} ${how === 'skip' ? 'was left out' : 'is a plain card'}: ${message}`
}
