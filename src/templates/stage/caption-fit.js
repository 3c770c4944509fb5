// Finds the largest size at which a caption fits into the safe area, and its place there.
import { wordsOf } from './caption-block.js'
import { reachOf } from './caption-ink.js'

/**
 * @typedef {import('../stage-captions.ts').StageCaptionStyle} StageCaptionStyle
 * @typedef {import('./caption-ink.js').Sides} Sides
 * @typedef {object} Placed a caption that fits
 * @property {HTMLElement} block its element, laid out as it is to be shown, in no page
 * @property {{ left: number, top: number }} corner of the block, in whole frame pixels
 * @property {DOMRect} rect of the block
 * @property {readonly (readonly DOMRect[])[]} wordRects of each word, in the frame; several where it is broken
 * @property {Sides} reach how far paint goes beyond the rectangles, in frame pixels
 * @property {StageCaptionStyle['safeArea']} safeArea
 */

/** Tried in turn: whole words at a readable size, then broken words, then more lines than asked for. */
const ways = [
  { wrap: 'normal', smallest: 0.6, mayGrow: false },
  { wrap: 'anywhere', smallest: 0.3, mayGrow: false },
  { wrap: 'anywhere', smallest: 0, mayGrow: true },
]

/** From one try to the next. */
const shrink = 0.94

/**
 * @param {HTMLElement} block
 * @param {StageCaptionStyle} style
 * @returns {Placed}
 */
export function fitted(block, style) {
  const { safeArea, fontSize } = style
  const reach = reachOf(
    wordsOf(block).map(({ textContent }) => (style.upperCase ? textContent.toLocaleUpperCase(block.lang || undefined) : textContent)),
    style,
  )
  Object.assign(block.style, { left: '0', top: '0', visibility: 'hidden' })
  document.body.append(block)
  for (const way of ways) {
    for (let size = fontSize; size > way.smallest * fontSize && size > 0.5; size *= shrink) {
      if (!isFitting(block, size, { way, style, reach })) continue
      const placed = place(block, { style, reach: inPixels(reach, size), safeArea })
      block.remove()
      block.style.visibility = ''
      return placed
    }
  }
  block.remove()
  throw new Error(`the caption "${block.textContent.slice(0, 40)}" does not fit into its safe area at any size`)
}

/**
 * @param {HTMLElement} block
 * @param {number} size
 * @param {{ way: typeof ways[number], style: StageCaptionStyle, reach: Sides }} wish
 */
function isFitting(block, size, { way, style, reach }) {
  const { safeArea, lineHeight, maxLines, box } = style
  const padding = 2 * (box?.padding ?? 0)
  const grows = style.highlight?.scale ?? 1
  const around = inPixels(reach, size)
  const width = Math.floor(safeArea.width / grows - around.left - around.right - padding * size)
  const height = safeArea.height / grows - around.top - around.bottom - padding * size
  if (width < 1) return false
  Object.assign(block.style, { fontSize: `${size}px`, overflowWrap: way.wrap, width: 'max-content', maxWidth: `${width}px` })
  const lines = linesOf(block, size * lineHeight)
  if (widestOf(block) > width || lines * size * lineHeight > height) return false
  if (lines > maxLines && !way.mayGrow) return false
  hug(block, lines, size * lineHeight)
  return true
}

/** @param {HTMLElement} block @param {number} lineHeight in pixels */
function linesOf(block, lineHeight) {
  const { paddingTop, paddingBottom } = getComputedStyle(block)
  return Math.round((block.getBoundingClientRect().height - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom)) / lineHeight)
}

/** The widest line. @param {HTMLElement} block */
function widestOf(block) {
  const range = document.createRange()
  range.selectNodeContents(block)
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0)
  return Math.max(...rects.map(({ right }) => right)) - Math.min(...rects.map(({ left }) => left))
}

/** Makes the block as narrow as its lines, unless that breaks them otherwise. @param {HTMLElement} block @param {number} lines @param {number} lineHeight */
function hug(block, lines, lineHeight) {
  block.style.width = `${Math.ceil(widestOf(block)) + 1}px`
  if (linesOf(block, lineHeight) !== lines) block.style.width = 'max-content'
}

/**
 * @param {HTMLElement} block
 * @param {{ style: StageCaptionStyle, reach: Sides, safeArea: StageCaptionStyle['safeArea'] }} wish
 * @returns {Placed}
 */
function place(block, { style, reach, safeArea }) {
  const { width, height } = block.getBoundingClientRect()
  const grows = (style.highlight?.scale ?? 1) - 1
  const [outerWidth, outerHeight] = [width + reach.left + reach.right, height + reach.top + reach.bottom]
  const free = { x: safeArea.width - outerWidth, y: safeArea.height - outerHeight }
  const spare = { x: (outerWidth * grows) / 2, y: (outerHeight * grows) / 2 }
  const across = { left: spare.x, centre: free.x / 2, right: free.x - spare.x }[style.align]
  const down = { top: spare.y, middle: free.y / 2, bottom: free.y - spare.y }[style.position]
  // Whole pixels, the same for every layer of it: so all glyphs of a word lie at the same place in each.
  const corner = { left: Math.round(safeArea.left + across + reach.left), top: Math.round(safeArea.top + down + reach.top) }
  Object.assign(block.style, { left: `${corner.left}px`, top: `${corner.top}px`, maxWidth: 'none' })
  const wordRects = wordsOf(block).map((word) => [...word.getClientRects()].filter((rect) => rect.width > 0))
  return { block, corner, rect: block.getBoundingClientRect(), wordRects, reach, safeArea }
}

/** In whole pixels, with one more for what is smoothed or rounded over an edge. @param {Sides} ems @param {number} size @returns {Sides} */
function inPixels({ left, top, right, bottom }, size) {
  const pixels = (/** @type {number} */ em) => Math.ceil(em * size) + 1
  return { left: pixels(left), top: pixels(top), right: pixels(right), bottom: pixels(bottom) }
}
