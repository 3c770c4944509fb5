/** @import { Failure } from '../../api/render.ts' */
import { element } from './elements.js'

/**
 * What went wrong and what to do, with every fault of the film.
 * @param {Failure} failure
 * @returns {HTMLElement[]}
 */
export function troubleOf({ code, message, hint, faults = [] }) {
  const items = faults.map((fault) => faultItem(fault.pointer, fault.message))
  return [
    element('strong', {}, message),
    element('p', {}, hint),
    ...(items.length > 0 ? [element('ul', {}, ...items)] : []),
    element('p', { className: 'quiet' }, code),
  ]
}

/**
 * @param {string} pointer
 * @param {string} message
 */
export function faultItem(pointer, message) {
  return element('li', {}, element('code', {}, pointer === '' ? '(the film)' : pointer), ` ${message}`)
}
