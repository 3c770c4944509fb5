/** @typedef {{ text: string, start?: number, end?: number }} Word */
/** A line of captions as a film has it, checked for nothing. @typedef {{ start?: unknown, end?: unknown, text?: unknown, words?: unknown }} Line */

/** Times of a line are told to the thousandth of a second. */
const digits = 3

/**
 * A line's words as one text, a space between each two. null where that could not be taken apart again.
 * @param {Line} line
 */
export function textOfWords({ words }) {
  if (Array.isArray(words) && words.length === 0) return ''
  if (!isWords(words) || words.some(({ text }) => /\S\s+\S/.test(text))) return null
  return words.map(({ text }) => text.trim()).join(' ')
}

/**
 * The words of a text that was made of others. Those that are still there keep their times, and so does one that takes the place of another;
 * only where there are more or fewer than before have the new ones none, and share the time that is left.
 * @param {unknown} words
 * @param {string} text
 * @returns {readonly Word[]}
 */
export function wordsWithText(words, text) {
  const before = isWords(words) ? words : []
  const said = text.split(/\s+/).filter((word) => word !== '')
  const most = Math.min(before.length, said.length)
  let head = 0
  while (head < most && before[head]?.text.trim() === said[head]) head++
  let tail = 0
  while (tail < most - head && before.at(-1 - tail)?.text.trim() === said.at(-1 - tail)) tail++
  const isAsMany = before.length === said.length
  return said.map((word, at) => {
    const old = at < head || isAsMany ? before[at] : at >= said.length - tail ? before[at - said.length + before.length] : undefined
    if (!old) return { text: word }
    // A line break at its end is the word's own.
    return old.text.trim() === word ? old : { ...old, text: old.text.replace(/\S+/, () => word) }
  })
}

/**
 * A line from another time on, as long as before; its words go with it.
 * @param {Line} line
 * @param {number} start in seconds
 * @returns {Line}
 */
export function movedLine(line, start) {
  const by = typeof line.start === 'number' ? start - line.start : 0
  /** @template T @param {T} time */
  const moved = (time) => (typeof time === 'number' ? Number((time + by).toFixed(digits)) : time)
  const times = { start, ...(line.end === undefined ? {} : { end: moved(line.end) }) }
  if (!isWords(line.words)) return { ...line, ...times }
  const words = line.words.map((word) => ({
    ...word,
    ...(word.start === undefined ? {} : { start: moved(word.start) }),
    ...(word.end === undefined ? {} : { end: moved(word.end) }),
  }))
  return { ...line, ...times, words }
}

/**
 * @param {unknown} words
 * @returns {words is readonly Word[]}
 */
function isWords(words) {
  return Array.isArray(words) && words.length > 0 && words.every((word) => typeof word?.text === 'string')
}
