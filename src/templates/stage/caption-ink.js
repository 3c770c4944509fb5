// How far a caption's paint reaches beyond its lines and its box: glyphs, outlines, shadows, boxes of words.

/**
 * @typedef {import('../stage-captions.ts').StageCaptionStyle} StageCaptionStyle
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Sides
 */

/** Glyphs are measured at this size; their measures grow with it. */
const measuredPx = 100

/**
 * In font sizes, beyond the padding of the text's box.
 * @param {readonly string[]} words
 * @param {StageCaptionStyle} style
 * @returns {Sides}
 */
export function reachOf(words, style) {
  const { outline, shadow, box, highlight, lineHeight } = style
  const glyphs = glyphReach(words, style)
  const stroke = outline?.width ?? 0
  const { x = 0, y = 0, blur = 0 } = shadow ?? {}
  const painted = {
    left: glyphs.left + stroke + Math.max(0, blur - x),
    top: glyphs.top + stroke + Math.max(0, blur - y),
    right: glyphs.right + stroke + Math.max(0, blur + x),
    bottom: glyphs.bottom + stroke + Math.max(0, blur + y),
  }
  const wordBox = highlight?.box?.padding ?? 0
  const taller = highlight?.box ? Math.max(0, (glyphs.height - lineHeight) / 2) : 0
  const padding = box?.padding ?? 0
  const beyond = (/** @type {number} */ paint, /** @type {number} */ ofBox) => Math.max(0, paint - padding, ofBox - padding)
  return {
    left: beyond(painted.left, wordBox),
    top: beyond(painted.top, wordBox + taller),
    right: beyond(painted.right, wordBox),
    bottom: beyond(painted.bottom, wordBox + taller),
  }
}

/**
 * How far glyphs reach beyond their line: stacked marks, long descenders, slanted letters.
 * @param {readonly string[]} words
 * @param {StageCaptionStyle} style
 */
function glyphReach(words, { font, weight, lineHeight }) {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) throw new Error('there is no canvas to measure text with')
  context.font = `${weight} ${measuredPx}px ${font}`
  const reach = { left: 0, top: 0, right: 0, bottom: 0, height: 0 }
  for (const word of words) {
    const ink = context.measureText(word)
    const height = (ink.fontBoundingBoxAscent + ink.fontBoundingBoxDescent) / measuredPx
    const above = (lineHeight - height) / 2 + ink.fontBoundingBoxAscent / measuredPx
    reach.left = Math.max(reach.left, ink.actualBoundingBoxLeft / measuredPx)
    reach.right = Math.max(reach.right, (ink.actualBoundingBoxRight - ink.width) / measuredPx)
    reach.top = Math.max(reach.top, ink.actualBoundingBoxAscent / measuredPx - above)
    reach.bottom = Math.max(reach.bottom, ink.actualBoundingBoxDescent / measuredPx - (lineHeight - above))
    reach.height = Math.max(reach.height, height)
  }
  return reach
}
