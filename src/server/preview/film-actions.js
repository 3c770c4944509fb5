/** @import { DraftState, ReadyState } from '../preview-state.ts' */
import { byId } from './by-id.js'
import { changeDraft } from './draft-client.js'
import { Served } from './served.js'

/** Frames of these shapes, as parts of the shorter side. */
const shapes = /** @type {const} */ ({ '16:9': [16 / 9, 1], '9:16': [1, 16 / 9], '1:1': [1, 1] })

const buttons = {
  undo: /** @type {HTMLButtonElement} */ (byId('undo')),
  redo: /** @type {HTMLButtonElement} */ (byId('redo')),
  copy: /** @type {HTMLButtonElement} */ (byId('copy')),
  save: /** @type {HTMLButtonElement} */ (byId('save')),
}
const aspect = /** @type {HTMLSelectElement} */ (byId('aspect'))

/** What is done with the film as a whole: undo, redo, save, copy, another shape. */
export class FilmActions {
  /** @type {ReadyState | null} */
  #film = null
  /** @type {DraftState | null} */
  #draft = null
  #served = new Served((text, how) => this.say(text, how))

  constructor() {
    buttons.undo.addEventListener('click', () => this.undo())
    buttons.redo.addEventListener('click', () => this.redo())
    buttons.save.addEventListener('click', () => this.save())
    buttons.copy.addEventListener('click', () => void this.#copy())
    aspect.addEventListener('change', () => this.#reshape())
    byId('revert').addEventListener('click', () => void this.#do('revert').then(() => this.say(null)))
    byId('notice-close').addEventListener('click', () => this.say(null))
    window.addEventListener('beforeunload', (event) => {
      if (this.#draft?.isChanged && this.#draft.canBeSaved) event.preventDefault()
    })
  }

  /**
   * @param {DraftState | null} draft
   * @param {ReadyState | null} film the one that is shown
   * @param {{ isFaulty: boolean, name: string }} facts whether the draft has faults, and what the film is called
   */
  show(draft, film, { isFaulty, name }) {
    const wasOvertaken = this.#draft?.isOvertaken ?? false
    this.#draft = draft
    this.#film = film
    const isServed = draft?.canBeSaved === false
    buttons.save.hidden = isServed
    if (isServed) this.#served.show(draft, { isFaulty, name })
    byId('film-actions').hidden = draft === null
    buttons.undo.disabled = !draft?.canUndo
    buttons.redo.disabled = !draft?.canRedo
    buttons.save.disabled = !draft?.isChanged || isFaulty || draft.isOvertaken
    if (film) aspect.value = shapeOf(film)
    aspect.disabled = !film
    if (draft?.isOvertaken && !wasOvertaken)
      this.say('The film file was changed by another program; these edits cannot be saved over it.', { canRevert: true })
    if (!draft?.isOvertaken && wasOvertaken) this.say(null)
  }

  undo() {
    // Asked also where it looks as if there were nothing to undo: the last edit may still be on its way.
    void this.#do('undo')
  }

  redo() {
    void this.#do('redo')
  }

  save() {
    if (this.#draft?.canBeSaved === false) this.#served.download()
    else if (!buttons.save.disabled) void this.#do('save').then((isDone) => isDone && this.say('Saved.'))
  }

  /** The film is not open on the server any more. */
  end() {
    if (this.#draft?.canBeSaved === false) this.#served.end()
  }

  /**
   * @param {string | null} text null takes the notice away
   * @param {{ isFault?: boolean, canRevert?: boolean, canReopen?: boolean, link?: { href: string, text: string } }} [how]
   */
  say(text, { isFault = false, canRevert = false, canReopen = false, link } = {}) {
    const notice = byId('notice')
    notice.hidden = text === null
    notice.dataset['kind'] = isFault || canRevert ? 'fault' : 'plain'
    byId('notice-text').textContent = text ?? ''
    byId('revert').hidden = !canRevert
    byId('reopen').hidden = !canReopen
    const there = /** @type {HTMLAnchorElement} */ (byId('notice-link'))
    there.hidden = link === undefined
    if (link) Object.assign(there, { href: link.href, textContent: link.text })
  }

  /** @param {'undo' | 'redo' | 'revert' | 'save'} action */
  async #do(action) {
    try {
      await changeDraft(action)
      return true
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), { isFault: true })
      return false
    }
  }

  async #copy() {
    try {
      const text = await (await fetch('film.json')).text()
      await navigator.clipboard.writeText(text)
      this.say('The JSON is in the clipboard.')
    } catch (error) {
      this.say(`The JSON could not be copied: ${error instanceof Error ? error.message : String(error)}`, { isFault: true })
    }
  }

  #reshape() {
    const shape = shapes[/** @type {keyof typeof shapes} */ (aspect.value)]
    if (!this.#film || !shape) return
    const side = Math.min(this.#film.width, this.#film.height)
    const [width, height] = shape.map((part) => Math.round((side * part) / 2) * 2)
    const changes = [
      { path: ['output', 'width'], value: width },
      { path: ['output', 'height'], value: height },
    ]
    changeDraft('edit', { changes }).catch((error) => this.say(error.message, { isFault: true }))
  }
}

/** @param {ReadyState} film */
function shapeOf({ width, height }) {
  // The sides are whole even pixels.
  const near = Object.entries(shapes).find(([, [wide = 1, high = 1]]) => Math.abs(width / height - wide / high) < 0.01)
  return near?.[0] ?? ''
}
