// A caption's text as the browser lays it out: one element, with a span for each word.

/**
 * @typedef {import('../stage-captions.ts').StageCue} StageCue
 * @typedef {import('../stage-captions.ts').StageCaptionStyle} StageCaptionStyle
 */

const alignments = { left: 'left', centre: 'center', right: 'right' }

/**
 * @param {StageCue} cue
 * @param {StageCaptionStyle} style
 * @param {string} language
 */
export function blockOf({ words }, style, language) {
  const block = document.createElement('div')
  block.dir = 'auto'
  if (language !== 'und') block.lang = language
  for (const { text, after } of words) {
    const span = document.createElement('span')
    span.textContent = text
    // White space of the text's own, so that what is read out or copied is what was written.
    block.append(span, after)
  }
  Object.assign(block.style, looksOf(style), { wordBreak: /^ja\b/.test(language) ? 'auto-phrase' : 'normal' })
  return block
}

/** @param {StageCaptionStyle} style */
function looksOf({ font, weight, lineHeight, colour, align, upperCase, outline, shadow, box }) {
  return {
    position: 'absolute',
    boxSizing: 'content-box',
    margin: '0',
    whiteSpace: 'pre-line',
    textWrap: 'balance',
    // Each line of two languages has its own direction.
    unicodeBidi: 'plaintext',
    fontFamily: font,
    fontWeight: `${weight}`,
    lineHeight: `${lineHeight}`,
    color: colour,
    textAlign: alignments[align],
    textTransform: upperCase ? 'uppercase' : 'none',
    // The stroke lies half within the letter, and below it.
    webkitTextStroke: outline === null ? '0 transparent' : `${2 * outline.width}em ${outline.colour}`,
    paintOrder: 'stroke fill',
    strokeLinejoin: 'round',
    textShadow: shadow === null ? 'none' : `${shadow.x}em ${shadow.y}em ${shadow.blur}em ${shadow.colour}`,
    padding: box === null ? '0' : `${box.padding}em`,
    borderRadius: box === null ? '0' : `${box.radius}em`,
    background: box === null ? 'none' : box.colour,
  }
}

/** The words' elements, in order. @param {HTMLElement} block */
export function wordsOf(block) {
  return /** @type {HTMLElement[]} */ ([...block.children])
}
