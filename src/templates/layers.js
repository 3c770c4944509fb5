// Reads a page as a compositor does: which layers it has, and where each of them is at a time.
// The page's own animations decide, not its name: what moves only by `transform` can be moved by somebody else.
import { drawsByScript, seek } from './runtime.js'

/** Elements that draw nothing. */
const silent = ['SCRIPT', 'STYLE', 'LINK', 'TEMPLATE', 'META', 'TITLE']

/** Computed styles that a photograph as a layer must have; anything else changes its pixels. */
const plainLayer = {
  'backdrop-filter': 'none',
  'box-shadow': 'none',
  'border-top-left-radius': '0px',
  'object-fit': 'fill',
  'padding-left': '0px',
  visibility: 'visible',
}

/** Those that it and everything around it must have. */
const plainGroup = {
  filter: 'none',
  'clip-path': 'none',
  'mask-image': 'none',
  'mix-blend-mode': 'normal',
  opacity: '1',
}

/** Those that only what is around it must have. */
const plainParent = { transform: 'none', translate: 'none', scale: 'none', rotate: 'none', perspective: 'none', zoom: '1' }

/**
 * The one photograph that fills the page, or the reason why the page cannot be drawn by moving layers.
 * @returns {{ image: string, width: number, height: number } | { reason: string }} its address and the size that it is laid out at
 */
export function inspectLayers() {
  if (drawsByScript()) return { reason: 'the page draws by script' }
  const elements = [...document.body.querySelectorAll('*')].filter(({ tagName }) => !silent.includes(tagName))
  const [layer, other] = elements
  if (!(layer instanceof HTMLImageElement) || !layer.hasAttribute('data-layer')) return { reason: 'the page is not an <img data-layer>' }
  if (other) return { reason: `the page has more than one element (${nameOfElement(other)})` }
  if (document.body.innerText.trim() !== '') return { reason: 'the page has text' }
  const animation = document.getAnimations().find((candidate) => !movesOnly(candidate, layer))
  if (animation) return { reason: `an animation changes more than the transform of the layer${nameOfAnimation(animation)}` }
  const fault = faultOfStyle(layer)
  return fault ? { reason: fault } : { image: layer.currentSrc, width: contentSize(layer, 'width'), height: contentSize(layer, 'height') }
}

/**
 * Where the photograph is at each time: the scale of its layout and the position of its top left corner, in frame pixels.
 * @param {readonly number[]} timesMs
 * @returns {Promise<{ placements: readonly (readonly [number, number, number, number])[] } | { reason: string }>} scaleX, scaleY, x, y
 */
export async function sampleLayer(timesMs) {
  const layer = /** @type {HTMLImageElement} */ (document.querySelector('[data-layer]'))
  const { borderLeftWidth, borderTopWidth } = getComputedStyle(layer)
  const border = { x: Number.parseFloat(borderLeftWidth), y: Number.parseFloat(borderTopWidth) }
  const count = document.getAnimations().length
  let mutations = 0
  const observer = new MutationObserver((records) => {
    mutations += records.length
  })
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  /** @type {(readonly [number, number, number, number])[]} */
  const placements = []
  for (const timeMs of timesMs) {
    await seek(timeMs)
    const { b, c } = new DOMMatrix(getComputedStyle(layer).transform)
    if (b !== 0 || c !== 0) return { reason: 'the layer turns' }
    const { left, top, width, height } = layer.getBoundingClientRect()
    const scaleX = width / layer.offsetWidth
    const scaleY = height / layer.offsetHeight
    placements.push([scaleX, scaleY, left + border.x * scaleX, top + border.y * scaleY])
  }
  mutations += observer.takeRecords().length
  observer.disconnect()
  if (mutations > 0 || document.getAnimations().length !== count) return { reason: 'the page changed while its clock was set' }
  return { placements }
}

/**
 * @param {Animation} animation
 * @param {Element} layer
 */
function movesOnly(animation, layer) {
  const { effect } = animation
  if (!(effect instanceof KeyframeEffect) || effect.target !== layer || effect.pseudoElement) return false
  const properties = new Set(effect.getKeyframes().flatMap((keyframe) => Object.keys(keyframe)))
  for (const meta of ['offset', 'computedOffset', 'easing', 'composite']) properties.delete(meta)
  return [...properties].every((property) => ['transform', 'translate', 'scale'].includes(property))
}

/** @param {Animation} animation */
function nameOfAnimation(animation) {
  return animation instanceof CSSAnimation ? ` (${animation.animationName})` : ''
}

/** @param {Element} element */
function nameOfElement({ tagName }) {
  return `<${tagName.toLowerCase()}>`
}

/** @param {HTMLImageElement} layer */
function faultOfStyle(layer) {
  const fault = firstDifference(layer, { ...plainGroup, ...plainLayer })
  if (fault) return `the layer has ${fault}`
  const style = getComputedStyle(layer)
  // A border is let through where it only carries the photograph's own edge on.
  const hasBorder = Number.parseFloat(style.borderLeftWidth) > 0
  if (hasBorder && style.borderImageSource !== `url("${layer.currentSrc}")`) return 'the layer has a border'
  for (const parent of [document.body, document.documentElement]) {
    const around = firstDifference(parent, { ...plainGroup, ...plainParent })
    if (around) return `${nameOfElement(parent)} has ${around}`
    const pseudo = ['::before', '::after'].find((name) => getComputedStyle(parent, name).content !== 'none')
    if (pseudo) return `${nameOfElement(parent)} has ${pseudo}`
  }
  return null
}

/**
 * The first computed style that is not as it must be, as `property: value`.
 * @param {Element} element
 * @param {Readonly<Record<string, string>>} expected
 */
function firstDifference(element, expected) {
  const style = getComputedStyle(element)
  const property = Object.keys(expected).find((name) => style.getPropertyValue(name) !== expected[name])
  return property === undefined ? null : `${property}: ${style.getPropertyValue(property)}`
}

/**
 * @param {HTMLElement} element
 * @param {'width' | 'height'} side
 */
function contentSize(element, side) {
  return Number.parseFloat(getComputedStyle(element)[side])
}
