import { defineScene } from '../runtime.js'
import { fitText, setColours, setTexts, snapLayers } from '../text.js'

/**
 * @typedef {object} Props
 * @property {string} [title]
 * @property {string} [text]
 * @property {'start' | 'end'} side
 * @property {number} zoom
 * @property {number} shade
 * @property {string} accent
 * @property {string} image
 *
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

/** Of the shorter side; what is left free around everything. */
const margin = 0.075
/** Of the frame's length: what the photograph takes where there is text. */
const share = { beside: 0.5, below: 0.58 }

const frame = /** @type {HTMLElement} */ (document.querySelector('.frame'))
const whole = /** @type {HTMLImageElement} */ (document.querySelector('.whole'))
const copy = /** @type {HTMLImageElement} */ (document.querySelector('.copy'))

await defineScene(async ({ props, output }) => {
  const { title = '', text = '', side, zoom, shade, accent, image } = /** @type {Props} */ (/** @type {unknown} */ (props))
  setColours({ accent })
  copy.src = whole.src = image
  copy.style.setProperty('--shade', String(shade))
  await Promise.all([copy.decode(), whole.decode()])
  const hasText = title.trim() !== '' || text.trim() !== ''
  setTexts({ title, text })
  if (!hasText) document.querySelector('.rule')?.remove()
  const { photo, words, isBelow } = roomsOf(output, { hasText, isAtEnd: side === 'end' })
  frame.classList.toggle('below', isBelow)
  setPadding(words, output)
  const box = contained(photo, whole)
  Object.assign(whole.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` })
  whole.style.setProperty('--smallest', String(1 / (1 + zoom)))
  if (hasText) await fitText(frame)
  snapLayers()
})

/**
 * Where the photograph and the words have their place.
 * @param {{ width: number, height: number }} output
 * @param {{ hasText: boolean, isAtEnd: boolean }} wish
 * @returns {{ photo: Box, words: Box, isBelow: boolean }}
 */
function roomsOf({ width, height }, { hasText, isAtEnd }) {
  const edge = Math.round(margin * Math.min(width, height))
  const inner = { x: edge, y: edge, width: width - 2 * edge, height: height - 2 * edge }
  const aspect = whole.naturalWidth / whole.naturalHeight
  // Beside a photograph that is narrower than the frame there is room; below one that is wider.
  const isBelow = width < height || aspect > width / height
  if (!hasText) return { photo: inner, words: inner, isBelow }
  if (isBelow) {
    const length = Math.min(Math.round(inner.height * share.below), Math.round(inner.width / aspect))
    const top = Math.round((inner.height * (1 - share.below)) / 4)
    const photo = { ...inner, y: inner.y + (width < height ? top : 0), height: length }
    const from = photo.y + length + edge
    return { photo, words: { ...inner, y: from, height: height - edge - from }, isBelow }
  }
  const length = Math.min(Math.round(inner.width * share.beside), Math.round(inner.height * aspect))
  const free = inner.width - length - edge
  const photo = { ...inner, x: isAtEnd ? inner.x + free + edge : inner.x, width: length }
  return { photo, words: { ...inner, x: isAtEnd ? inner.x : inner.x + length + edge, width: free }, isBelow }
}

/** @param {Box} words @param {{ width: number, height: number }} output */
function setPadding({ x, y, width, height }, output) {
  frame.style.padding = `${y}px ${output.width - x - width}px ${output.height - y - height}px ${x}px`
}

/** The largest box of the image's shape within a room. @param {Box} room @param {HTMLImageElement} image @returns {Box} */
function contained(room, { naturalWidth, naturalHeight }) {
  const scale = Math.min(room.width / naturalWidth, room.height / naturalHeight)
  const [width, height] = [Math.round(naturalWidth * scale), Math.round(naturalHeight * scale)]
  return { x: Math.round(room.x + (room.width - width) / 2), y: Math.round(room.y + (room.height - height) / 2), width, height }
}
