// For pages whose frames are captured. A browser keeps the raster of what it expects to move, and shifts and scales it: then a frame looks
// otherwise after others than alone. What is rastered anew in each frame stands on whole pixels, where text moves in steps. Neither
// happens to what is turned ever so slightly: its raster lies as it was laid out, and is resampled with all bits of its place, where an
// upright one is with four.

/**
 * No corner of a 4K frame is moved by a thousandth of a pixel, and what is upright within a ten-millionth is still clipped as such.
 * In a layer in front of all others: whatever a page says of `rotate` wins. A frame would be cut off along its slanted edge.
 */
const slanted = '@layer framefarm-slant { [data-framefarm-moving]:not(iframe) { rotate: 0.000002deg } }'
/** What a change of style would begin is no part of the scene. */
const unmoved = '@layer framefarm-slant { *, ::before, ::after { transition: none !important } }'
const hidden = '@layer framefarm-slant { * { visibility: hidden !important } }'
const visible = '@layer framefarm-slant { * { opacity: 1 !important } }'

const moving = /^(transform|translate|scale|rotate|offset-path|offset-distance|offsetPath|offsetDistance)$/

/** The rules of each page. @type {Map<Document, HTMLStyleElement>} */
const rules = new Map()
/** @type {WeakSet<Animation>} */
const known = new WeakSet()

/** All that moves, in this page and those in it, is slanted from now on. What is to move is known by its animations and `will-change`. */
export function slant() {
  for (const page of pages(document)) {
    if (!rules.has(page)) {
      rules.set(page, page.createElement('style'))
      for (const element of page.querySelectorAll('*')) if (isKept(element)) mark(element)
    }
    for (const animation of page.getAnimations()) markTarget(animation)
    if (rules.get(page)?.isConnected === false) setRules(page, slanted)
  }
}

/** The page is as its author has made it, for whoever asks where things lie. */
export function straighten() {
  for (const [page, style] of rules) {
    setRules(page, '')
    style.remove()
  }
}

/** What is not to be seen in a drawing loses its raster. */
export function hideAll() {
  for (const page of rules.keys()) setRules(page, `${slanted}\n${hidden}`)
}

/**
 * Shows all that the browser keeps the raster of, at the largest scale that it comes to and where it was laid out, so that its raster is
 * made as it is to be kept, and not as the first frame happens to show it. Images have one of their own size.
 */
export function showLargest() {
  for (const page of rules.keys()) {
    const kept = [...page.querySelectorAll('[data-framefarm-moving]:not(img)')].filter(isKept)
    const scales = kept.map(largestScale)
    for (const [index, element] of kept.entries()) element.setAttribute('data-framefarm-moving', `${index}`)
    setRules(page, [slanted, visible, ...scales.map(largestRule)].join('\n'))
  }
}

/** The end of `showLargest`. */
export function endLargest() {
  for (const page of rules.keys()) setRules(page, slanted)
}

/** @param {Document} page @returns {readonly Document[]} */
function pages(page) {
  const inside = [...page.querySelectorAll('iframe')].map(({ contentDocument }) => contentDocument)
  return [page, ...inside.filter((other) => other !== null).flatMap(pages)]
}

/** @param {Document} page @param {string} text */
function setRules(page, text) {
  const style = /** @type {HTMLStyleElement} */ (rules.get(page))
  if (!style.isConnected) page.head.prepend(style)
  style.textContent = `${text}\n${unmoved}`
  // The page takes the change before it may begin transitions again.
  page.documentElement.getBoundingClientRect()
  style.textContent = text
}

/** @param {Element} element */
function isKept(element) {
  const { willChange } = getComputedStyle(element)
  return willChange !== 'auto' && willChange.split(', ').some((name) => moving.test(name))
}

/** At one of its keyframes, or as it is now. Smaller than it was laid out is as large. @param {Element} element */
function largestScale(element) {
  const style = getComputedStyle(element)
  let largest = Math.max(1, scaleOf(style))
  for (const animation of element.getAnimations()) {
    const { currentTime } = animation
    const effect = /** @type {KeyframeEffect} */ (animation.effect)
    const { delay = 0, duration = 0 } = effect.getComputedTiming()
    for (const { computedOffset } of effect.getKeyframes()) {
      animation.currentTime = delay + computedOffset * Number(duration)
      largest = Math.max(largest, scaleOf(style))
    }
    animation.currentTime = currentTime
  }
  return largest
}

/** @param {CSSStyleDeclaration} style */
function scaleOf({ transform, scale }) {
  const { a, b, c, d } = new DOMMatrix(transform)
  const [across = 1, down = across] = scale === 'none' ? [] : scale.split(' ').map(Number)
  return Math.max(Math.hypot(a, b) * across, Math.hypot(c, d) * down)
}

/** @param {number} scale @param {number} index */
function largestRule(scale, index) {
  const still = `translate: none !important; scale: none !important; transform: scale(${scale}) !important`
  return `@layer framefarm-slant { [data-framefarm-moving='${index}'] { ${still} } }`
}

/** @param {Animation} animation */
function markTarget(animation) {
  if (known.has(animation)) return
  known.add(animation)
  // Of another page's own type, where it is in one.
  const effect = /** @type {KeyframeEffect | null} */ (animation.effect)
  if (!effect?.target || effect.pseudoElement !== null) return
  if (effect.getKeyframes().some((keyframe) => Object.keys(keyframe).some((name) => moving.test(name)))) mark(effect.target)
}

/** @param {Element} element */
function mark(element) {
  if (!element.hasAttribute('data-framefarm-moving')) element.setAttribute('data-framefarm-moving', '')
}
