// How a page looks outside of its live layers, as far as it can change without a change of its document: by style sheets, by what stands
// in a live layer, by properties of elements. Read often, hence no more than what paints.
import { isLive, movable, named } from './layer-rules.js'

/** Computed styles that are seen. */
const seen = [
  ...['display', 'visibility', 'position', 'z-index', 'float', 'width', 'height', 'inset', 'margin', 'padding', 'overflow', 'content'],
  ...['color', 'background', 'background-blend-mode', 'border-width', 'border-style', 'border-color', 'border-radius', 'border-image', 'box-shadow'],
  ...['outline', 'outline-offset', 'clip-path', 'mask', 'filter', 'backdrop-filter', 'mix-blend-mode', 'isolation', 'opacity', 'accent-color'],
  ...['transform', 'translate', 'scale', 'rotate', 'transform-origin', 'perspective', 'object-fit', 'object-position', 'image-rendering'],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'font-stretch', 'font-variant', 'font-feature-settings', 'font-variation-settings'],
  ...['line-height', 'letter-spacing', 'word-spacing', 'text-align', 'text-decoration', 'text-emphasis', 'text-indent', 'text-shadow'],
  ...['text-transform', 'white-space', '-webkit-text-fill-color', '-webkit-text-stroke', 'list-style', 'direction', 'writing-mode'],
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-dashoffset', 'd', 'stop-color'],
]

/** Of a layer, whose place is read when it is sampled. */
const seenOfLayer = seen.filter((name) => !movable.includes(name))

/** @typedef {ReadonlyMap<Element | string, string>} Look by element, or by what it is of the whole page */

/** @returns {Look} */
export function stillLook() {
  /** @type {Map<Element | string, string>} */
  const look = new Map([
    ['a style sheet', [...document.styleSheets, ...document.adoptedStyleSheets].map(textOf).join()],
    ['the list of its fonts', [...document.fonts].map(({ family, weight, style, status }) => [family, weight, style, status].join(' ')).join()],
    ['what is selected', [getSelection(), ...CSS.highlights.values()].map(String).join()],
  ])
  for (const element of stillElements(document)) look.set(element, lookOf(element))
  return look
}

/**
 * What of the page looks otherwise, in words; null where nothing does.
 * @param {Look} before
 * @param {Look} now
 */
export function changeOfLook(before, now) {
  for (const [what, look] of now) if (before.get(what) !== look) return `${typeof what === 'string' ? what : named(what)} changes`
  return before.size === now.size ? null : 'its elements change'
}

/** @param {CSSStyleSheet} sheet */
function textOf({ cssRules, disabled }) {
  return disabled ? '' : [...cssRules].map(({ cssText }) => cssText).join()
}

/**
 * Those in no live layer, with the contents of shadow roots.
 * @param {Document | ShadowRoot} root
 * @returns {Generator<Element>}
 */
function* stillElements(root) {
  for (const element of root.querySelectorAll('html, :not(head, head *)')) {
    if (isLive(element)) continue
    yield element
    if (element.shadowRoot) yield* stillElements(element.shadowRoot)
  }
}

/** @param {Element} element */
function lookOf(element) {
  const names = element.hasAttribute('data-layer') ? seenOfLayer : seen
  const look = [stylesOf(getComputedStyle(element), names), element.scrollLeft, element.scrollTop]
  for (const pseudo of ['::before', '::after']) {
    const style = getComputedStyle(element, pseudo)
    if (!['none', 'normal'].includes(style.content)) look.push(stylesOf(style, seen))
  }
  // Where it lies: a live layer that grows may push it aside.
  if (element instanceof HTMLElement) look.push(element.offsetLeft, element.offsetTop, element.offsetWidth, element.offsetHeight)
  if (element instanceof HTMLInputElement) look.push(element.value, String(element.checked), String(element.indeterminate))
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) look.push(element.value)
  if (element.shadowRoot) look.push(element.shadowRoot.innerHTML)
  return look.join('|')
}

/** @param {CSSStyleDeclaration} style @param {readonly string[]} names */
function stylesOf(style, names) {
  return names.map((name) => style.getPropertyValue(name)).join(';')
}
