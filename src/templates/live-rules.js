// What a live layer may not be, at any time of the scene: its picture is cut out of the page along its box, and drawn where nothing else is.

/** Computed styles of a live layer, which would paint outside of its box, move it with the one that puts it aside, or look at what is below. */
const withinBox = {
  filter: 'none',
  'box-shadow': 'none',
  'outline-style': 'none',
  'border-image-outset': '0',
  '-webkit-box-reflect': 'none',
  translate: 'none',
  'mix-blend-mode': 'normal',
  'backdrop-filter': 'none',
}

/** Elements that paint within their box alone, as long as their overflow is not said to be visible. */
export const boxed = 'canvas, video, img'

/** Displays that overflow means nothing to. */
const boxless = /^(inline|contents|table-.*|ruby.*)$/

/** Why an element cannot be a live layer as it is now; null where it can. @param {Element} layer */
export function faultAsLive(layer) {
  const style = getComputedStyle(layer)
  if (boxless.test(style.display) && !layer.matches(boxed)) return `is live and has display: ${style.display}`
  if (style.overflow.split(' ').includes('visible')) return 'is live and has overflow: visible'
  const isClipped = style.overflow.split(' ').includes('clip') && !layer.matches(boxed)
  if (isClipped && style.getPropertyValue('overflow-clip-margin') !== '0px') return 'is live and has overflow-clip-margin'
  const other = Object.entries(withinBox).find(([name, value]) => style.getPropertyValue(name) !== value)
  return other ? `is live and has ${other[0]}: ${style.getPropertyValue(other[0])}` : faultOfContents(layer, style)
}

/**
 * What is in a live layer and not of it.
 * @param {Element} layer
 * @param {CSSStyleDeclaration} style
 */
function faultOfContents(layer, { visibility }) {
  for (const element of layer.querySelectorAll('*')) {
    const style = getComputedStyle(element)
    if (style.position === 'fixed') return 'is live and has a fixed element in it'
    if (style.position === 'absolute' && element instanceof HTMLElement && isPlacedOutside(element, layer))
      return 'is live and has an absolute element in it, whose place is said by another: give it position: relative'
    if (style.backdropFilter !== 'none') return `is live and has backdrop-filter: ${style.backdropFilter} in it`
    if (visibility !== 'visible' && style.visibility === 'visible') return 'is live and hidden, and has something visible in it'
  }
  return null
}

/** @param {HTMLElement} element @param {Element} layer */
function isPlacedOutside({ offsetParent }, layer) {
  return offsetParent !== null && !layer.contains(offsetParent)
}
