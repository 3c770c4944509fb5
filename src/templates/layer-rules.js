// When a page can be drawn by moving layers: what moves is a layer, moves only by transform, opacity and filters of colour,
// and lies in a stack in which nothing but opacity comes between it and what is below. A live layer may change in any way within its box.
import { boxed, faultAsLive } from './live-rules.js'

/** Elements that draw nothing. */
const silent = ['SCRIPT', 'STYLE', 'LINK', 'TEMPLATE', 'META', 'TITLE', 'HEAD']

/** What may change of a layer. `rotate` only as long as it stays 0, and filters as long as they are of colour, which is seen when they are sampled. */
export const movable = ['transform', 'translate', 'scale', 'rotate', 'opacity', 'filter']

/** Keys of a keyframe that are no property. */
const keyframeKeys = ['offset', 'computedOffset', 'easing', 'composite']

/** Elements whose picture changes by itself. */
const alive = 'video, iframe, object, embed, marquee, animate, animateTransform, animateMotion, set'

/** A layer whose picture changes: it is drawn anew for each frame, and alone. */
export const live = '[data-layer="live"]'

/** Computed styles that everything around the layers must have; anything else would change them together. */
const plainParent = {
  filter: 'none',
  'clip-path': 'none',
  'mask-image': 'none',
  'mix-blend-mode': 'normal',
  opacity: '1',
  transform: 'none',
  translate: 'none',
  scale: 'none',
  rotate: 'none',
  perspective: 'none',
  zoom: '1',
}

/** Every layer, lowest first. */
export function layersInOrder() {
  return [...document.querySelectorAll('[data-layer]')].toSorted((a, b) => zIndexOf(a) - zIndexOf(b))
}

/** Whether an element, or what it is in, is a live layer. @param {Node} node */
export function isLive(node) {
  const element = node instanceof Element ? node : node.parentElement
  return element !== null && element.closest(live) !== null
}

/** Whether an animation changes nothing but a live layer, or what is in it. @param {Animation} animation */
export function movesInLive({ effect }) {
  return effect instanceof KeyframeEffect && effect.target !== null && isLive(effect.target)
}

/** Why the page cannot be drawn by moving layers; null where it can. */
export function faultOfPage() {
  const layers = layersInOrder()
  if (layers.length === 0) return 'the page has no [data-layer] element'
  return faultOfAnimations(layers) ?? faultOfContents(layers) ?? faultOfLive(layers) ?? faultOfOrder(layers) ?? faultOfParents(layers)
}

/** @param {readonly Element[]} layers */
function faultOfAnimations(layers) {
  for (const animation of document.getAnimations()) {
    const { effect } = animation
    if (movesInLive(animation)) continue
    const name = animation instanceof CSSAnimation ? ` (${animation.animationName})` : ''
    if (!(effect instanceof KeyframeEffect) || !effect.target || effect.pseudoElement || !layers.includes(effect.target)) {
      return `something moves that is no layer${effect instanceof KeyframeEffect && effect.target ? `: ${named(effect.target)}` : ''}${name}`
    }
    const properties = effect.getKeyframes().flatMap((keyframe) => Object.keys(keyframe))
    const other = properties.find((property) => !movable.includes(property) && !keyframeKeys.includes(property))
    if (other !== undefined) return `an animation changes the ${other} of ${named(effect.target)}${name}`
  }
  return null
}

/** @param {readonly Element[]} layers */
function faultOfContents(layers) {
  const living = [...document.body.querySelectorAll(alive)].find((element) => !isLive(element))
  if (living) return `${named(living)} changes by itself`
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element)
    // Without styles: beside a shadow root that has no place for it.
    if (style.display === '') continue
    if (style.backdropFilter !== 'none') return `${named(element)} has backdrop-filter: ${style.backdropFilter}`
    if (style.mixBlendMode !== 'normal' && !element.parentElement?.closest('[data-layer]'))
      return `${named(element)} has mix-blend-mode: ${style.mixBlendMode}`
  }
  const loose = layers.find((layer) => !isStackingContext(layer))
  return loose ? `${named(loose)} is no stacking context of its own: give it will-change: transform` : null
}

/** @param {readonly Element[]} layers */
function faultOfLive(layers) {
  for (const layer of layers.filter(isLive)) {
    const fault = faultAsLive(layer)
    if (fault !== null) return `${named(layer)} ${fault}`
  }
  return null
}

/** @param {readonly Element[]} layers */
function faultOfOrder(layers) {
  const [first] = layers
  for (const layer of layers) {
    const outer = layer.parentElement?.closest('[data-layer]')
    if (outer) return `${named(layer)} is a layer within a layer`
    if (layer.parentElement !== first?.parentElement) return 'the layers are not siblings'
  }
  for (const inside of chainOf(layers)) {
    let isAfter = false
    for (const sibling of inside.parentElement?.children ?? []) {
      const isLayer = layers.includes(sibling)
      if (sibling === inside || isLayer) isAfter = true
      else if (drawsSomething(sibling) && (isAfter || zIndexOf(sibling) > zIndexOf(inside))) {
        return `${named(sibling)} may lie above a layer and is none itself`
      }
    }
  }
  return null
}

/** @param {readonly Element[]} layers */
function faultOfParents(layers) {
  for (const parent of chainOf(layers).map(({ parentElement }) => parentElement)) {
    if (!parent) continue
    const style = getComputedStyle(parent)
    const fault = Object.entries(plainParent).find(([name, value]) => style.getPropertyValue(name) !== value)
    if (fault) return `${named(parent)} has ${fault[0]}: ${style.getPropertyValue(fault[0])}`
    if (getComputedStyle(parent, '::after').content !== 'none') return `${named(parent)} has ::after`
    if (cutsFrame(parent, style)) return `${named(parent)} has overflow: ${style.overflow}`
  }
  return null
}

/** The lowest layer and everything around it, from the inside. @param {readonly Element[]} layers */
function chainOf([lowest]) {
  /** @type {Element[]} */
  const chain = []
  for (let element = lowest ?? null; element && element !== document.documentElement; element = element.parentElement) chain.push(element)
  return chain
}

/**
 * Whether an element hides a part of the frame. The page's own overflow is that of the frame.
 * @param {Element} element
 * @param {CSSStyleDeclaration} style
 */
function cutsFrame(element, style) {
  if (element === document.body || element === document.documentElement || style.overflow === 'visible') return false
  const { left, top, right, bottom } = element.getBoundingClientRect()
  return left > 0 || top > 0 || right < innerWidth || bottom < innerHeight
}

/** @param {Element} element */
function drawsSomething(element) {
  return !silent.includes(element.tagName) && getComputedStyle(element).display !== 'none'
}

/** @param {Element} element */
function zIndexOf(element) {
  return Number.parseInt(getComputedStyle(element).zIndex, 10) || 0
}

/** Properties that make an element a stacking context, with the values that do not. */
const flat = {
  transform: 'none',
  translate: 'none',
  scale: 'none',
  rotate: 'none',
  filter: 'none',
  opacity: '1',
  isolation: 'auto',
  'clip-path': 'none',
}

/** @param {Element} element */
function isStackingContext(element) {
  const style = getComputedStyle(element)
  if (/transform|opacity|translate|scale|rotate|filter/.test(style.willChange)) return true
  if (style.position === 'fixed' || style.position === 'sticky' || (style.position !== 'static' && style.zIndex !== 'auto')) return true
  if (element.matches(boxed)) return style.position !== 'static'
  return element.getAnimations().length > 0 || Object.entries(flat).some(([name, value]) => style.getPropertyValue(name) !== value)
}

/** What to call an element in messages. @param {Element} element */
export function named({ tagName, id, classList }) {
  return `<${tagName.toLowerCase()}${id === '' ? '' : ` id="${id}"`}${classList.length === 0 ? '' : ` class="${classList.value}"`}>`
}
