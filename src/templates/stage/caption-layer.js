// Layers of a caption: parts of the same laid-out text, each in a box of its own size, cut off at the safe area.
import { wordsOf } from './caption-block.js'

/**
 * @typedef {import('./caption-fit.js').Placed} Placed
 * @typedef {HTMLElement} Layer
 * @typedef {object} Part what a layer shows of a caption
 * @property {boolean} plate the box behind the text
 * @property {'all' | 'none' | number} words
 * @property {string | null} colour of the words; null for the text's own
 * @property {boolean} hasShadow
 */

/**
 * A layer that shows a part of a caption. The whole text is in it, so that every glyph is where it is in the others.
 * @param {Placed} placed
 * @param {Part} part
 * @returns {Layer}
 */
export function layerOfBlock(placed, { plate, words, colour, hasShadow }) {
  const { block, corner, rect, wordRects, reach } = placed
  const bounds = typeof words === 'number' ? boundsOf(wordRects[words] ?? []) : rect
  const layer = layerAt(bounds, placed, reach)
  const text = /** @type {HTMLElement} */ (block.cloneNode(true))
  Object.assign(text.style, { left: `${corner.left - layer.left}px`, top: `${corner.top - layer.top}px`, visibility: 'hidden' })
  if (plate) text.style.visibility = 'visible'
  else text.style.background = 'none'
  if (!hasShadow) text.style.textShadow = 'none'
  if (colour !== null) text.style.color = colour
  for (const [index, word] of wordsOf(text).entries()) {
    word.style.visibility = words === 'all' || words === index ? 'visible' : 'hidden'
  }
  layer.element.append(text)
  return layer.element
}

/**
 * A layer with the box behind one word; with several, where the word is broken.
 * @param {Placed} placed
 * @param {number} index
 * @param {{ colour: string, padding: number, radius: number }} box
 * @returns {Layer}
 */
export function layerOfBoxes(placed, index, { colour, padding, radius }) {
  const rects = placed.wordRects[index] ?? []
  const em = Number.parseFloat(placed.block.style.fontSize)
  const edge = padding * em
  const reach = edge + 1
  const layer = layerAt(boundsOf(rects), placed, { left: reach, top: reach, right: reach, bottom: reach })
  for (const { left, top, width, height } of rects) {
    const behind = document.createElement('div')
    Object.assign(behind.style, {
      position: 'absolute',
      left: `${left - edge - layer.left}px`,
      top: `${top - edge - layer.top}px`,
      width: `${width + 2 * edge}px`,
      height: `${height + 2 * edge}px`,
      borderRadius: `${radius * em}px`,
      background: colour,
    })
    layer.element.append(behind)
  }
  return layer.element
}

/**
 * An empty layer around a rectangle, within the safe area, in whole pixels.
 * @param {{ left: number, top: number, right: number, bottom: number }} rect
 * @param {Placed} placed
 * @param {import('./caption-ink.js').Sides} reach
 */
function layerAt(rect, { safeArea }, reach) {
  const left = Math.max(safeArea.left, Math.floor(rect.left - reach.left))
  const top = Math.max(safeArea.top, Math.floor(rect.top - reach.top))
  const right = Math.min(safeArea.left + safeArea.width, Math.ceil(rect.right + reach.right))
  const bottom = Math.min(safeArea.top + safeArea.height, Math.ceil(rect.bottom + reach.bottom))
  const element = document.createElement('div')
  element.className = 'caption'
  element.setAttribute('data-layer', '')
  Object.assign(element.style, {
    position: 'absolute',
    left: `${left}px`,
    top: `${top}px`,
    width: `${Math.max(0, right - left)}px`,
    height: `${Math.max(0, bottom - top)}px`,
    overflow: 'clip',
    willChange: 'transform, opacity',
    // What pops grows from the middle of the word, whatever its shadow.
    transformOrigin: `${(rect.left + rect.right) / 2 - left}px ${(rect.top + rect.bottom) / 2 - top}px`,
  })
  return { element, left, top }
}

/** @param {readonly DOMRect[]} rects */
function boundsOf(rects) {
  return {
    left: Math.min(...rects.map(({ left }) => left)),
    top: Math.min(...rects.map(({ top }) => top)),
    right: Math.max(...rects.map(({ right }) => right)),
    bottom: Math.max(...rects.map(({ bottom }) => bottom)),
  }
}
