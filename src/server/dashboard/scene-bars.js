/** @import { Render, SceneStatus } from '../../api/render.ts' */
import { element, part, setText } from '../page-parts/elements.js'
import { stateWords } from './words.js'

const words = { waiting: '', rendering: '', done: '', failed: 'failed', 'left-out': 'left out' }

/** @typedef {ReturnType<typeof makeRow>} Row */

/** How far each scene is, and what went wrong with it. */
export class SceneBars {
  #list = part('scenes', HTMLOListElement)
  /** @type {Row[]} */
  #rows = []

  /** @param {Render} render */
  show({ scenes, state }) {
    const { isOver } = stateWords({ state })
    part('scenes-part', HTMLElement).hidden = scenes.length === 0
    while (this.#rows.length < scenes.length) this.#rows.push(makeRow(this.#rows.length))
    this.#rows.length = scenes.length
    for (const [index, scene] of scenes.entries()) drawScene(this.#rows[index] ?? makeRow(index), scene, isOver)
    if (this.#list.children.length !== scenes.length) this.#list.replaceChildren(...this.#rows.map(({ item }) => item))
  }
}

/**
 * @param {Row} row
 * @param {SceneStatus} scene
 * @param {boolean} isOver whether nothing more comes of it
 */
function drawScene(row, { state, framesDone, framesTotal, method, attempts, errors }, isOver) {
  row.bar.value = state === 'done' ? 1 : framesTotal === 0 ? 0 : framesDone / framesTotal
  row.bar.dataset['kind'] = state === 'failed' || state === 'left-out' ? 'bad' : state === 'done' ? 'good' : 'busy'
  const how = isOver && (state === 'waiting' || state === 'rendering') ? 'not finished' : words[state] || method || state
  const said = [how, attempts > 1 ? `attempt ${attempts}` : ''].filter((word) => word !== '').join(' · ')
  setText(row.said, said)
  const texts = errorTexts(errors)
  const shown = texts.join('\n')
  if (row.errors.dataset['shown'] !== shown) {
    row.errors.dataset['shown'] = shown
    row.errors.replaceChildren(...texts.map((text) => element('p', {}, text)))
  }
}

/**
 * The same error of attempts that follow each other is told once.
 * @param {SceneStatus['errors']} errors
 */
function errorTexts(errors) {
  /** @type {{ from: number, to: number, text: string }[]} */
  const told = []
  for (const { attempt, message, retryable } of errors) {
    const text = `${message}${retryable ? ' (may be tried again)' : ''}`
    const last = told.at(-1)
    if (last?.text === text) last.to = attempt
    else told.push({ from: attempt, to: attempt, text })
  }
  return told.map(({ from, to, text }) => `${from === to ? `Attempt ${from}` : `Attempts ${from} to ${to}`}: ${text}`)
}

/** @param {number} index */
function makeRow(index) {
  const bar = element('progress', { max: 1, ariaLabel: `Scene ${index + 1}` })
  const said = element('span', { className: 'said' })
  const errors = element('div', { className: 'errors' })
  const number = element('span', { className: 'number' }, String(index + 1))
  return { item: element('li', {}, number, bar, said, errors), bar, said, errors }
}
