// What a live layer may not be, at any time of the scene: its picture is cut out of the page along its box, and drawn where nothing else is.

/** Computed styles of a live layer, which would paint outside of its box, move it with the one that puts it aside, or look at what is below. */
const withinBox = {
  filter: 'none',
  'box-shadow': 'none',
  'outline-style': 'none',
  'border-image-outset': '0',
  '-webkit-box-reflect': 'none',
  translate: 'none',
  zoom: '1',
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
  for (const { style, parent } of contentsOf(layer)) {
    if (style.position === 'fixed') return 'is live and has a fixed element in it'
    if (style.position === 'absolute' && !isPlacing(parent, layer))
      return 'is live and has an absolute element in it, whose place is said by another: give it position: relative'
    if (style.backdropFilter !== 'none') return `is live and has backdrop-filter: ${style.backdropFilter} in it`
    if (visibility !== 'visible' && style.visibility === 'visible') return 'is live and hidden, and has something visible in it'
  }
  return null
}

/**
 * All that is drawn in an element, with what it is drawn in.
 * @param {Element} element
 * @returns {Generator<{ style: CSSStyleDeclaration, parent: Element }>}
 */
function* contentsOf(element) {
  for (const pseudo of ['::before', '::after']) {
    const style = getComputedStyle(element, pseudo)
    if (!['none', 'normal'].includes(style.content)) yield { style, parent: element }
  }
  for (const child of [...(element.shadowRoot?.children ?? []), ...element.children]) {
    const style = getComputedStyle(child)
    // Without styles: beside a shadow root that has no place for it.
    if (style.display === '') continue
    yield { style, parent: element }
    yield* contentsOf(child)
  }
}

/** Whether an element of a live layer, or one around it there, says where what is absolute in it lies. @param {Element} element @param {Element} layer */
function isPlacing(element, layer) {
  for (let around = /** @type {Element | null} */ (element); around; around = around.parentElement ?? hostOf(around)) {
    if (getComputedStyle(around).position !== 'static') return true
    if (around === layer) return false
  }
  return false
}

/** @param {Element} element */
function hostOf(element) {
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.host : null
}
