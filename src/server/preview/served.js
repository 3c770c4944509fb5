/** @import { Draft } from '../../api/draft.ts' */
/** @import { Render } from '../../api/render.ts' */
/** @import { DraftState } from '../preview-state.ts' */
import { Refusal } from '../page-parts/api.js'
import { keepText } from '../page-parts/film-text.js'
import { byId } from './by-id.js'
import { server } from './server.js'

/** This page lies below the server's own: `preview/ID/`. */
const root = '../../'
const download = /** @type {HTMLButtonElement} */ (byId('download'))
const render = /** @type {HTMLButtonElement} */ (byId('render'))
const editJson = byId('edit-json')

/** What is done with a film that is open on a server: it has no file, and can be taken away, rendered, or opened again. */
export class Served {
  #say
  /** @type {DraftState | null} */
  #draft = null
  #name = ''

  /** @param {(text: string, how?: { isFault?: boolean, canReopen?: boolean, link?: { href: string, text: string } }) => void} say */
  constructor(say) {
    this.#say = say
    download.addEventListener('click', () => this.download())
    render.addEventListener('click', () => void this.#render())
    editJson.addEventListener('click', () => keepText(this.#text))
    byId('reopen').addEventListener('click', () => void this.#reopen())
  }

  /**
   * @param {DraftState} draft
   * @param {{ isFaulty: boolean, name: string }} facts
   */
  show(draft, { isFaulty, name }) {
    this.#draft = draft
    this.#name = name
    for (const part of [download, render, editJson, byId('home')]) part.hidden = false
    render.disabled = isFaulty
    byId('faults-remedy').textContent = draft.canUndo
      ? 'Undo takes the last change back; Edit JSON opens the whole film to be put right.'
      : 'Edit JSON opens the whole film to be put right.'
  }

  /** The film's JSON as a file of whoever looks at it. */
  download() {
    const href = URL.createObjectURL(new Blob([this.#text], { type: 'application/json' }))
    const name = this.#name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ').trim() || 'film'
    Object.assign(document.createElement('a'), { href, download: `${name}.json` }).click()
    // The browser has taken hold of it by then.
    setTimeout(() => URL.revokeObjectURL(href), 60_000)
  }

  /** The server has forgotten the film; this page still has it. */
  end() {
    this.#say('This film is not open on the server any more. It is still here as you see it.', { isFault: true, canReopen: true })
    render.disabled = true
  }

  get #text() {
    return `${JSON.stringify(this.#draft?.film ?? null, null, 2)}\n`
  }

  async #render() {
    render.disabled = true
    try {
      const order = { film: this.#draft?.film, metadata: { name: this.#name } }
      /** @type {Render} */
      const { id } = await server.json(`${root}v1/renders`, asJson(order))
      this.#say('The film is being rendered.', { link: { href: `${root}#${id}`, text: 'Show the render' } })
    } catch (error) {
      this.#say(`It was not sent: ${reasonOf(error)}`, { isFault: true })
    }
    render.disabled = false
  }

  async #reopen() {
    try {
      /** @type {Draft} */
      const { id } = await server.json(`${root}v1/drafts`, asJson({ film: this.#draft?.film, name: this.#name }))
      location.replace(`${root}preview/${id}/`)
    } catch (error) {
      this.#say(`It was not opened: ${reasonOf(error)}`, { isFault: true, canReopen: true })
    }
  }
}

/** @param {unknown} value */
function asJson(value) {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) }
}

/** @param {unknown} error */
function reasonOf(error) {
  const [fault] = error instanceof Refusal ? error.faults : []
  if (fault) return `${fault.pointer} ${fault.detail}`
  return error instanceof Error ? error.message : String(error)
}
