/** @import { FaultyState, PreviewScene, ReadyState } from '../preview-state.ts' */
import { withCode } from '../page-parts/elements.js'
import { byId } from './by-id.js'

/**
 * What is wrong with a film, in place of its picture.
 * @param {FaultyState} state
 */
export function showFaults({ message, hint, faults }) {
  byId('faults-title').textContent = message
  byId('faults-hint').replaceChildren(...withCode(hint))
  byId('faults-list').replaceChildren(...faults.map(faultItem))
}

/**
 * What is doubtful in a film that is shown.
 * @param {ReadyState} state
 * @param {(scene: PreviewScene) => void} onPick goes to a scene that a warning is about
 */
export function showWarnings({ warnings, scenes }, onPick) {
  byId('warnings').hidden = warnings.length === 0
  byId('warnings-title').textContent = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`
  const items = warnings.map((warning) => {
    const scene = scenes.find(({ number }) => number === sceneNumberOf(warning))
    const button = Object.assign(document.createElement('button'), { textContent: `scene ${scene?.number}` })
    if (scene) button.addEventListener('click', () => onPick(scene))
    return itemOf(warning, scene ? button : null)
  })
  byId('warnings-list').replaceChildren(...items)
}

/**
 * Pointers count scenes from 0, people from 1.
 * @param {ReadyState['warnings'][number]} fault
 * @returns {number | null}
 */
export function sceneNumberOf({ pointer }) {
  const index = /^\/scenes\/(\d+)(\/|$)/.exec(pointer)?.[1]
  return index === undefined ? null : Number(index) + 1
}

/** @param {ReadyState['warnings'][number]} fault */
function sceneLabel(fault) {
  const number = sceneNumberOf(fault)
  return number === null ? null : Object.assign(document.createElement('span'), { textContent: `scene ${number}` })
}

/**
 * A fault in a list: where, what, what it is and what it may be.
 * @param {ReadyState['warnings'][number]} fault
 */
export function faultItem(fault) {
  return itemOf(fault, sceneLabel(fault))
}

/**
 * @param {ReadyState['warnings'][number]} fault
 * @param {HTMLElement | null} label of the scene it is about
 */
function itemOf({ pointer, message, value, allowed }, label) {
  const item = document.createElement('li')
  const where = Object.assign(document.createElement('div'), { className: 'where' })
  where.append(codeOf(pointer === '' ? '(the film)' : pointer), label ?? '')
  item.append(where, value === undefined ? message : `${message} (is ${JSON.stringify(value)})`)
  if (allowed !== undefined) item.append(Object.assign(document.createElement('p'), { className: 'allowed', textContent: `Allowed: ${allowed}` }))
  return item
}

/** @param {string} text */
function codeOf(text) {
  return Object.assign(document.createElement('code'), { textContent: text })
}
