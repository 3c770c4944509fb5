/** @import { DraftState, FaultyState, PreviewScene, ReadyState } from '../preview-state.ts' */
/** @import { End } from './rectangle-editor.js' */
/** @import { Rectangle } from './rectangle-geometry.js' */
import { byId } from './by-id.js'
import { CaptionLines, changedLines, changeOfLine } from './caption-lines.js'
import { changeDraft } from './draft-client.js'
import { faultItem } from './fault-lists.js'

/** Whoever types is not interrupted: a change is sent after so long without another one. */
const settleMs = 350

/** What a scene says of itself in the film's JSON, as far as it can be edited here. @typedef {{ duration?: string | number, kenBurns?: Record<string, unknown>, captions?: unknown }} SceneJson */

/** The form beside the picture: duration, easing, camera and caption of the scene that is shown, with what is wrong in them. */
export class SceneEditor {
  #form = /** @type {HTMLFormElement} */ (byId('scene-form'))
  #lines = new CaptionLines(byId('caption-lines'), (name, value) => this.#set(name, value))
  #onError
  /** @type {{ index: number, scene: PreviewScene, json: SceneJson } | null} */
  #shown = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling
  /** Sent when it has settled. @type {(() => void) | null} */
  #waiting = null

  /** @param {(message: string) => void} onError */
  constructor(onError) {
    this.#onError = onError
    this.#form.addEventListener('submit', (event) => event.preventDefault())
    this.#form.addEventListener('input', ({ target }) => this.#onInput(/** @type {HTMLInputElement} */ (target)))
    this.#form.addEventListener('change', () => this.#sendNow())
  }

  /**
   * @param {ReadyState} film
   * @param {DraftState | null} draft
   * @param {number} index of the scene
   */
  show(film, draft, index) {
    const scene = film.scenes[index]
    const json = sceneJsonOf(draft, index)
    if (!scene || !json) return
    if (this.#shown && this.#shown.index !== index) this.#sendNow()
    this.#shown = { index, scene, json: { ...json } }
    byId('editor-title').textContent = `Scene ${scene.number}`
    this.#set('duration', json.duration === undefined ? '' : String(json.duration))
    this.#set('easing', scene.camera?.easing ?? '')
    this.showRectangles(scene.camera)
    this.#showCaptions(json.captions)
    for (const part of this.#form.querySelectorAll('[data-needs=camera]')) if (part instanceof HTMLElement) part.hidden = scene.camera === null
  }

  /** @param {{ from: Rectangle, to: Rectangle } | null} camera */
  showRectangles(camera) {
    for (const end of /** @type {const} */ (['from', 'to']))
      for (const side of /** @type {const} */ (['x', 'y', 'width']))
        this.#set(`${end}-${side}`, camera ? String(rounded(camera[end][side] * 100)) : '')
  }

  /**
   * What is wrong with the edits; the film that is shown is the last one without faults.
   * @param {FaultyState | null} state
   */
  showFaults(state) {
    byId('edit-faults').replaceChildren(...(state?.faults ?? []).map((fault) => faultItem(fault)))
    const pointers = (state?.faults ?? []).map(({ pointer }) => pointer)
    for (const field of this.#fields()) {
      const own = pointersOf(field.name).map((pointer) => `/scenes/${this.#shown?.index}/${pointer}`)
      const isWrong = own.some((one) => pointers.some((pointer) => pointer === one || pointer.startsWith(`${one}/`)))
      field.setAttribute('aria-invalid', String(isWrong))
    }
  }

  /**
   * Another place of the camera; where the film had a preset, it has rectangles from now on.
   * @param {End} end
   * @param {Rectangle} rectangle
   */
  setRectangle(end, rectangle) {
    const { scene, json, index } = this.#shown ?? {}
    if (!scene?.camera || !json || index === undefined) return
    const camera = { ...scene.camera, [end]: rectangle }
    const path = ['scenes', index, 'kenBurns']
    // Only what takes the place of rectangles: whatever else is edited at the same time stays.
    const others = Object.keys(json.kenBurns ?? {}).filter((key) => !['from', 'to', 'easing'].includes(key))
    this.#send([
      ...others.map((key) => ({ path: [...path, key] })),
      { path: [...path, 'from'], value: camera.from },
      { path: [...path, 'to'], value: camera.to },
    ])
    // Until the film comes back with it.
    this.#shown = { index, scene: { ...scene, camera }, json: { ...json, kenBurns: { from: camera.from, to: camera.to } } }
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  #onInput(field) {
    const index = this.#shown?.index
    if (index === undefined) return
    this.#waiting = () => {
      const [end = '', side = ''] = field.name.split('-')
      if (end === 'from' || end === 'to') {
        const rectangle = this.#shown?.scene.camera?.[end]
        if (rectangle && field.value !== '') this.setRectangle(end, { ...rectangle, [side]: rounded(Number(field.value) / 100, 4) })
      } else {
        const change = this.#lineChange(field) ?? { path: pathOf(field), value: valueOf(field) }
        this.#send([{ path: ['scenes', index, ...change.path], value: change.value }])
      }
    }
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.#sendNow(), settleMs)
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  #lineChange(field) {
    const { json } = this.#shown ?? {}
    const change = changeOfLine(field, json?.captions)
    if (change && json && Array.isArray(json.captions)) json.captions = changedLines(json.captions, change)
    return change
  }

  #sendNow() {
    clearTimeout(this.#settling)
    const send = this.#waiting
    this.#waiting = null
    send?.()
  }

  /** @param {readonly { path: readonly (string | number)[], value?: unknown }[]} changes */
  #send(changes) {
    changeDraft('edit', { changes }).catch((error) => this.#onError(error.message))
  }

  /** @param {unknown} captions a text, lines with times, or nothing */
  #showCaptions(captions) {
    const text = /** @type {HTMLElement} */ (this.#form.querySelector('[data-needs=captions]'))
    text.hidden = Array.isArray(captions)
    this.#set('captions', typeof captions === 'string' ? captions : '')
    this.#lines.show(Array.isArray(captions) ? captions : [])
  }

  /**
   * A field that is being typed into keeps what is in it.
   * @param {string} name
   * @param {string} value
   */
  #set(name, value) {
    const field = this.#form.elements.namedItem(name)
    const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
    if (!isField || (field === document.activeElement && this.#waiting)) return
    const isSame = field.value === value || (field.type === 'number' && field.value !== '' && Number(field.value) === Number(value))
    if (!isSame) field.value = value
  }

  #fields() {
    return [...this.#form.elements].filter((field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
  }
}

/**
 * @param {DraftState | null} draft
 * @param {number} index
 * @returns {SceneJson | null}
 */
function sceneJsonOf(draft, index) {
  const film = draft?.film
  const scenes = typeof film === 'object' && film !== null && 'scenes' in film ? film.scenes : null
  return Array.isArray(scenes) && typeof scenes[index] === 'object' ? scenes[index] : null
}

/**
 * `duration` -> `duration`, `easing` -> `kenBurns/easing`, `from-x` -> `kenBurns/from`, `captions-2-end` -> `captions/2/end`
 * @param {string} name of a field
 * @returns {readonly string[]} what in the film it shows
 */
function pointersOf(name) {
  const [first = '', at, part] = name.split('-')
  if (first === 'easing') return ['kenBurns/easing']
  if (first === 'from' || first === 'to') return [`kenBurns/${first}`]
  if (at === undefined) return [first]
  return part === undefined ? [`${first}/${at}/text`, `${first}/${at}/words`] : [`${first}/${at}/${part}`]
}

/** @param {HTMLInputElement | HTMLTextAreaElement} field */
function pathOf({ name }) {
  return name === 'easing' ? ['kenBurns', 'easing'] : [name]
}

/** What is no number is sent as it is: the film's own check says what is wrong with it. @param {HTMLInputElement | HTMLTextAreaElement} field */
function valueOf({ name, value }) {
  const text = name === 'captions' ? value : value.trim()
  if (name === 'duration' && text !== '' && Number.isFinite(Number(text))) return Number(text)
  return text === '' && (name === 'captions' || name === 'easing') ? undefined : text
}

/**
 * @param {number} value
 * @param {number} [digits]
 */
function rounded(value, digits = 2) {
  return Number(value.toFixed(digits))
}
