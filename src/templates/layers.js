// Reads a page as a browser's own compositor does: which layers it has, and where each of them is at a time.
// The page's own animations decide, not its name: what moves only by transform and opacity can be moved by somebody else.
import { drawsByScript } from './runtime.js'
import { faultOfPage, isLive, layersInOrder, live, named } from './layer-rules.js'
import { faultAsLive } from './live-rules.js'
import { watchPage } from './watch-page.js'

/**
 * @typedef {object} Box where a layer's border box lies when nothing is transformed, in frame pixels
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 */

/**
 * @typedef {object} LayerFacts
 * @property {string} name what to call it in messages
 * @property {Box} box
 * @property {Box} ink what it paints, as far as boxes tell; shadows and filters may reach further
 * @property {(Box & { address: string, content: Box }) | null} photo where it is nothing but an image: the image's address, where the whole of it lies
 * in the border box, and the content box, which shows all of it or a part
 * @property {boolean} isLive its picture changes, within its box
 */

/** Boxes of the layers, in the order of `layersInOrder`. @type {readonly Box[]} */
let boxes = []

/** What says which layer is above. @type {ReadonlyMap<Element, string>} */
let heights = new Map()

/**
 * The page's layers, lowest first, or the reason why the page cannot be drawn by moving layers.
 * @returns {{ layers: readonly LayerFacts[], isScripted: boolean } | { reason: string }} isScripted: some of what changes may do so by script
 */
export function inspectLayers() {
  const reason = drawsByScript() && layersInOrder().length === 0 ? 'the page draws by script' : faultOfPage()
  if (reason !== null) return { reason }
  return { layers: layerFacts(), isScripted: drawsByScript() }
}

/** What is to be known of each layer. @returns {readonly LayerFacts[]} */
export function layerFacts() {
  const facts = withoutTransforms(() => layersInOrder().map(factsOf))
  boxes = facts.map(({ box }) => box)
  heights = new Map(layersInOrder().map((layer) => [layer, getComputedStyle(layer).zIndex]))
  return facts
}

/**
 * Where each layer is now.
 * @returns {{ states: readonly (readonly number[])[], filters: readonly string[] } | { reason: string }} for each layer
 * the scale of its box across and down, the position of its top left corner in the page's pixels, and its opacity; and its filter
 */
export function layerStates() {
  // Nobody but scripts and what stands in live layers can change what cannot be seen by watching the document.
  if (drawsByScript() || document.querySelector(live)) watching?.look()
  /** @type {(readonly number[])[]} */
  const states = []
  const filters = []
  for (const [index, layer] of layersInOrder().entries()) {
    const box = boxes[index] ?? layer.getBoundingClientRect()
    const state = isLive(layer) ? liveStateOf(layer, box) : stateOf(layer, box)
    if ('reason' in state) return { reason: `${named(layer)} ${state.reason}` }
    states.push(state.numbers)
    filters.push(getComputedStyle(layer).filter)
  }
  return { states, filters }
}

/** @type {ReturnType<typeof watchPage> | null} */
let watching = null

/** From here on, what the page does of itself is counted. */
export function startWatching() {
  watching = watchPage()
}

/** What the page did of itself since `startWatching`; null where it kept still. */
export function endWatching() {
  const changes = watching?.end() ?? null
  watching = null
  return changes
}

/**
 * @param {Element} layer
 * @param {Box} box
 * @returns {{ numbers: readonly number[] } | { reason: string }}
 */
function stateOf(layer, box) {
  const style = getComputedStyle(layer)
  const { a, b, c, d, is2D } = new DOMMatrix(style.transform)
  if (b !== 0 || c !== 0 || !is2D || !['none', '0deg'].includes(style.rotate)) return { reason: 'turns' }
  const [scaleX = '1', scaleY = scaleX] = style.scale === 'none' ? [] : style.scale.split(' ')
  if (a * Number(scaleX) < 0 || d * Number(scaleY) < 0) return { reason: 'is mirrored' }
  const { left, top, width, height } = layer.getBoundingClientRect()
  const isVisible = style.visibility === 'visible' && width > 0 && height > 0
  return { numbers: [width / box.width, height / box.height, left, top, isVisible ? Number(style.opacity) : 0] }
}

/**
 * A live layer keeps its place; all that changes of it is in its picture.
 * @param {Element} layer
 * @param {Box} box
 * @returns {{ numbers: readonly number[] } | { reason: string }}
 */
function liveStateOf(layer, box) {
  const style = getComputedStyle(layer)
  if (style.zIndex !== (heights.get(layer) ?? style.zIndex)) return { reason: 'is live and has another z-index at times' }
  if (style.display === 'none') return { numbers: [1, 1, box.left, box.top, 0] }
  const fault = faultAsLive(layer)
  if (fault !== null) return { reason: fault }
  if (style.visibility !== 'visible') return { numbers: [1, 1, box.left, box.top, 0] }
  const { left, top, width, height } = layer.getBoundingClientRect()
  if (box.width === 0 || box.height === 0) return { reason: 'is live and takes no room at the start: visibility: hidden would keep its place' }
  if (left !== box.left || top !== box.top || width !== box.width || height !== box.height) return { reason: 'is live and moves' }
  return { numbers: [1, 1, left, top, 1] }
}

/** @param {Element} layer @returns {LayerFacts} */
function factsOf(layer) {
  const box = boxOf(layer.getBoundingClientRect())
  const photo = layer instanceof HTMLImageElement ? photoOf(layer) : null
  return { name: named(layer), box, ink: inkOf(layer), photo, isLive: isLive(layer) }
}

/** @param {DOMRect} rect @returns {Box} */
function boxOf({ left, top, width, height }) {
  return { left, top, width, height }
}

/** @param {Element} layer */
function inkOf(layer) {
  // What is cut off at the layer's edge is not painted, however far it reaches.
  if (getComputedStyle(layer).overflow !== 'visible') return boxOf(layer.getBoundingClientRect())
  const contents = document.createRange()
  contents.selectNodeContents(layer)
  const rects = [layer, ...layer.querySelectorAll('*')].map((element) => element.getBoundingClientRect())
  const all = [...rects, ...contents.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
  const left = Math.min(...all.map((rect) => rect.left))
  const top = Math.min(...all.map((rect) => rect.top))
  return { left, top, width: Math.max(...all.map((rect) => rect.right)) - left, height: Math.max(...all.map((rect) => rect.bottom)) - top }
}

/** Computed styles of an image that is shown as it is. */
const plainImage = {
  'box-shadow': 'none',
  'border-top-left-radius': '0px',
  'border-top-right-radius': '0px',
  'border-bottom-left-radius': '0px',
  'border-bottom-right-radius': '0px',
  'object-position': '50% 50%',
  'padding-left': '0px',
  'padding-top': '0px',
  'clip-path': 'none',
  'mask-image': 'none',
  'outline-style': 'none',
}

/** @param {HTMLImageElement} image */
function photoOf(image) {
  const style = getComputedStyle(image)
  if (Object.entries(plainImage).some(([name, value]) => style.getPropertyValue(name) !== value)) return null
  const [left, top] = [Number.parseFloat(style.borderLeftWidth), Number.parseFloat(style.borderTopWidth)]
  // A border is let through where it only carries the photograph's own edge on.
  if (left > 0 && style.borderImageSource !== `url("${image.currentSrc}")`) return null
  const content = { width: Number.parseFloat(style.width), height: Number.parseFloat(style.height) }
  const shown = shownSize(image, style.objectFit, content)
  if (shown === null) return null
  const [aside, above] = [(content.width - shown.width) / 2, (content.height - shown.height) / 2]
  return { address: image.currentSrc, left: left + aside, top: top + above, ...shown, content: { left, top, ...content } }
}

/**
 * How large the whole of an image is, of which its content box shows all or a part; null where it leaves a part of the box empty.
 * @param {HTMLImageElement} image
 * @param {string} fit
 * @param {{ width: number, height: number }} content
 */
function shownSize({ naturalWidth, naturalHeight }, fit, content) {
  if (fit === 'fill') return content
  if (fit !== 'cover') return null
  const scale = Math.max(content.width / naturalWidth, content.height / naturalHeight)
  return { width: naturalWidth * scale, height: naturalHeight * scale }
}

// Author rules that are important win over animations, which nothing else does: so a layer can be put where it is to be drawn.
const still = 'transform: none !important; translate: none !important; scale: none !important; rotate: none !important; opacity: 1 !important;'

/** @type {HTMLStyleElement | null} */
let rules = null

/** @param {string} text */
function setRules(text) {
  rules?.remove()
  rules = document.createElement('style')
  rules.textContent = text
  document.head.append(rules)
}

/**
 * @template T
 * @param {() => T} read
 */
function withoutTransforms(read) {
  setRules(`[data-layer]:not([data-layer='live']) { ${still} }`)
  try {
    return read()
  } finally {
    showAll()
  }
}

/** The page as it is. */
export function showAll() {
  rules?.remove()
  rules = null
  for (const element of document.querySelectorAll('[data-framefarm]')) element.removeAttribute('data-framefarm')
}

/** All that is in no layer, which lies below them. */
export function showBase() {
  showAll()
  setRules('[data-layer] { visibility: hidden !important; opacity: 0 !important; }')
}

/** @typedef {{ index: number, scaleX: number, scaleY: number, x: number, y: number }} LayerPlace where the corner of a layer's border box is to be, and how large */

/**
 * Some layers alone on a transparent page.
 * @param {readonly LayerPlace[]} places
 */
export function showLayers(places) {
  const layers = layersInOrder()
  showOnly(
    places.map(({ index, scaleX, scaleY, x, y }) => {
      const [element, box] = [layers[index], boxes[index]]
      if (!element || !box) throw new Error(`there is no layer ${index}`)
      return { element, style: `transform: matrix(${scaleX}, 0, 0, ${scaleY}, ${x - box.left}, ${y - box.top}) !important` }
    }),
  )
}

/**
 * Some live layers alone on a transparent page, each as it is, but with its corner elsewhere.
 * @param {readonly { index: number, x: number, y: number }[]} places how far each is put aside
 */
export function showLive(places) {
  const layers = layersInOrder()
  showOnly(
    places.map(({ index, x, y }) => {
      const element = layers[index]
      if (!element) throw new Error(`there is no layer ${index}`)
      return { element, style: `translate: ${x}px ${y}px !important` }
    }),
    'visibility: visible !important',
  )
}

/** An element without its own transform. */
const unmoved = `${still} visibility: visible !important; will-change: auto !important; transform-origin: 0 0 !important;`

/**
 * Some elements alone, each with a style, in which all must be important.
 * @param {readonly { element: Element, style: string }[]} shown
 * @param {string} all the style of all of them
 */
export function showOnly(shown, all = unmoved) {
  showAll()
  for (const { element } of shown) {
    for (let parent = element.parentElement; parent; parent = parent.parentElement) parent.setAttribute('data-framefarm', 'around')
  }
  for (const around of document.querySelectorAll("[data-framefarm='around']")) {
    for (const child of around.children) if (!child.hasAttribute('data-framefarm')) child.setAttribute('data-framefarm', 'hidden')
  }
  for (const [index, { element }] of shown.entries()) element.setAttribute('data-framefarm', `shown ${index}`)
  setRules(`
    [data-framefarm^='shown'] { ${all} }
    ${shown.map(({ style }, index) => `[data-framefarm='shown ${index}'] { ${style} }`).join('\n')}
    [data-framefarm='hidden'] { opacity: 0 !important; }
    [data-framefarm='around'] { visibility: hidden !important; background: transparent !important; overflow: visible !important; }
  `)
}
