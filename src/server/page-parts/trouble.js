/** @import { Failure } from '../../api/render.ts' */
import { element, withCode } from './elements.js'

/**
 * What went wrong and what to do, with every fault of the film.
 * @param {Failure} failure
 * @returns {HTMLElement[]}
 */
export function troubleOf({ code, message, hint, faults = [] }) {
  const items = faults.map((fault) => faultItem(fault.pointer, fault.message))
  return [
    // With a list of faults the first line says how many; the others say them again.
    element('strong', {}, items.length > 0 ? (message.split('\n')[0] ?? '').replace(/:$/, '') : message),
    element('p', {}, ...withCode(hint)),
    ...(items.length > 0 ? [element('ul', {}, ...items)] : []),
    element('p', { className: 'quiet' }, code),
  ]
}

/**
 * @param {string} pointer
 * @param {string} message
 */
export function faultItem(pointer, message) {
  // Pointers count scenes from 0, people from 1.
  const [, index] = /^(?:\/film)?\/scenes\/(\d+)/.exec(pointer) ?? []
  const scene = index === undefined ? [] : [element('span', { className: 'quiet' }, ` scene ${Number(index) + 1}`)]
  return element('li', {}, element('code', {}, pointer === '' ? '(the film)' : pointer), ...scene, ` ${message}`)
}
