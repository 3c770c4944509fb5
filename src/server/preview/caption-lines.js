/** @import { Line } from './caption-words.js' */
import { element } from '../page-parts/elements.js'
import { movedLine, textOfWords, wordsWithText } from './caption-words.js'

/** The fields of captions that are given as lines with times: each line's text, and when it appears and is gone. */
export class CaptionLines {
  #element
  #set

  /**
   * @param {HTMLElement} parent
   * @param {(name: string, value: string) => void} set puts a value into a field
   */
  constructor(parent, set) {
    this.#element = parent
    this.#set = set
  }

  /** @param {readonly unknown[]} lines as the film has them */
  show(lines) {
    this.#element.hidden = lines.length === 0
    while (this.#element.children.length > lines.length) this.#element.lastElementChild?.remove()
    for (const [at, line] of lines.entries()) {
      if (!this.#element.children[at]) this.#element.append(lineFields(at))
      this.#showLine(at, isLine(line) ? line : {})
    }
  }

  /**
   * @param {number} at
   * @param {Line} line
   */
  #showLine(at, line) {
    const text = textOf(line)
    const note = this.#element.children[at]?.querySelector('.quiet')
    if (note) note.textContent = noteOf(line, text)
    const field = this.#element.children[at]?.querySelector('input')
    if (field) field.disabled = text === null
    this.#set(`captions-${at}`, text ?? '')
    this.#set(`captions-${at}-start`, timeText(line.start))
    this.#set(`captions-${at}-end`, timeText(line.end))
  }
}

/**
 * What an edit of such a field changes, from the scene on; null for a field of another kind.
 * @param {{ readonly name: string, readonly value: string }} field
 * @param {unknown} captions as the film has them
 */
export function changeOfLine({ name, value }, captions) {
  const [, number, part] = /^captions-(\d+)(?:-(start|end))?$/.exec(name) ?? []
  if (number === undefined) return null
  const at = Number(number)
  const line = Array.isArray(captions) && isLine(captions[at]) ? captions[at] : {}
  const path = ['captions', at]
  if (part === undefined) {
    return line.words === undefined
      ? { path: [...path, 'text'], value: value.trim() }
      : { path: [...path, 'words'], value: wordsWithText(line.words, value) }
  }
  // What is no number is sent as it is: the film's own check says what is wrong with it.
  const time = value.trim() === '' || !Number.isFinite(Number(value)) ? value : Number(value)
  return part === 'start' && typeof time === 'number' ? { path, value: movedLine(line, time) } : { path: [...path, part], value: time }
}

/**
 * Captions with such a change, until the film comes back with it: what is edited next starts from there.
 * @param {readonly unknown[]} captions
 * @param {{ path: readonly (string | number)[], value: unknown }} change
 */
export function changedLines(captions, { path: [, at, part], value }) {
  return captions.map((line, index) => (index !== at ? line : part === undefined || !isLine(line) ? value : { ...line, [part]: value }))
}

/** @param {number} at */
function lineFields(at) {
  const number = at + 1
  const text = element('label', { className: 'line-text' }, `Caption line ${number}`, element('input', { name: `captions-${at}` }))
  const times = /** @type {const} */ (['start', 'end']).map((part) => {
    const input = element('input', { name: `captions-${at}-${part}`, inputMode: 'decimal', ariaLabel: `Line ${number}, ${part}, in seconds` })
    return element('label', {}, part === 'start' ? 'from, seconds' : 'to', input)
  })
  return element('div', { className: 'caption-line' }, text, ...times, element('p', { className: 'quiet' }))
}

/** @param {unknown} time */
function timeText(time) {
  return typeof time === 'number' || typeof time === 'string' ? String(time) : ''
}

/** @param {Line} line */
function textOf(line) {
  return line.words === undefined ? (typeof line.text === 'string' ? line.text : null) : textOfWords(line)
}

/**
 * @param {Line} line
 * @param {string | null} text
 */
function noteOf(line, text) {
  if (text === null) return 'This line can only be edited as JSON: a word in it has a space, or it has no text.'
  return line.words === undefined ? '' : 'Words keep their own times, and move with the line.'
}

/**
 * @param {unknown} line
 * @returns {line is Line}
 */
function isLine(line) {
  return typeof line === 'object' && line !== null && !Array.isArray(line)
}
