// Text of templates: put in as text and nothing else, and made small enough for its place.

/**
 * How text is made to fit, one way after the other: a class of text.css, and the smallest factor.
 * @type {readonly (readonly ['wide' | 'broken' | null, number])[]}
 */
const tries = [
  [null, 0.5],
  ['wide', 0.5],
  ['broken', 0.12],
]

/**
 * Puts text into the elements of a template by their class names; elements without text are taken out.
 * What a film says is only ever text: markup in it is shown as it is typed.
 * @param {Record<string, string | undefined>} texts
 */
export function setTexts(texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const element of document.querySelectorAll(`.${name}`)) {
      if (text === undefined || text.trim() === '') {
        element.remove()
        continue
      }
      element.textContent = text.trim()
      // Right-to-left text starts at its own side.
      element.setAttribute('dir', 'auto')
    }
  }
}

/** Puts colours of the film in the place of those of text.css. @param {Record<string, string | undefined>} colours */
export function setColours(colours) {
  for (const [name, value] of Object.entries(colours)) {
    if (value !== undefined) document.documentElement.style.setProperty(`--${name}`, value)
  }
}

/**
 * Moves every layer to whole pixels, by less than one. Chromium draws a layer there anyway; said by the layout as well,
 * a layer that is drawn once is exactly what Chromium shows.
 */
export function snapLayers() {
  const layers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-layer]')])
  const places = atRest(() => layers.map((layer) => layer.getBoundingClientRect()))
  for (const [index, layer] of layers.entries()) {
    const { left, top } = places[index] ?? { left: 0, top: 0 }
    const [x, y] = [Math.round(left) - left, Math.round(top) - top]
    if (x === 0 && y === 0) continue
    if (getComputedStyle(layer).position === 'absolute') Object.assign(layer.style, { marginLeft: `${x}px`, marginTop: `${y}px` })
    else Object.assign(layer.style, { position: 'relative', left: `${x}px`, top: `${y}px` })
  }
}

/**
 * What the layout is without the transforms that the animations start with.
 * @template T
 * @param {() => T} measure
 */
function atRest(measure) {
  const root = document.documentElement
  root.classList.add('at-rest')
  const measured = measure()
  root.classList.remove('at-rest')
  return measured
}

/** Waits for the fonts that the page uses so far: without them nothing can be measured. */
async function fontsLoaded() {
  // Laying the page out is what asks for them.
  document.body.getBoundingClientRect()
  await Promise.all([...document.fonts].filter(({ status }) => status === 'loading').map(({ loaded }) => loaded))
}

/**
 * Makes what a box holds small enough for it, all of it by the same factor (`--fit`, `--fu`). Where half the size is not small
 * enough, lines may be as long as the box is wide; where that is not enough either, words are broken.
 * @param {HTMLElement} box its padding is kept free; children that are positioned absolutely do not count
 */
export async function fitText(box) {
  await fontsLoaded()
  atRest(() => {
    for (const [name, least] of tries) {
      box.classList.remove('wide', 'broken')
      if (name !== null) box.classList.add(name)
      if (largestFit(box, least)) return
    }
  })
}

/**
 * Makes the text of one element small enough for a height (`--own-fit`).
 * @param {HTMLElement} element
 * @param {number} height in pixels
 */
export function shrinkText(element, height) {
  for (let fit = 1; fit > 0.3 && element.offsetHeight > height; fit -= 0.1) element.style.setProperty('--own-fit', String(fit))
}

/** Sets the largest factor from `least` to 1 that fits; false where none does. @param {HTMLElement} box @param {number} least */
function largestFit(box, least) {
  const fits = (/** @type {number} */ fit) => {
    box.style.setProperty('--fit', String(fit))
    return isRoomy(box)
  }
  if (fits(1)) return true
  if (!fits(least)) return false
  let [low, high] = [least, 1]
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2
    if (fits(middle)) low = middle
    else high = middle
  }
  box.style.setProperty('--fit', String(low))
  return true
}

/** @param {HTMLElement} box */
function isRoomy(box) {
  const room = contentBox(box)
  const inside = [...box.children].filter((child) => getComputedStyle(child).position !== 'absolute')
  const rects = inside.map((child) => child.getBoundingClientRect())
  const height = Math.max(...rects.map(({ bottom }) => bottom)) - Math.min(...rects.map(({ top }) => top))
  return height <= room.height + 1 && rects.every(({ width }) => width <= room.width + 1) && inside.every(holdsItsText)
}

/** Whether no word sticks out of an element. @param {Element} element */
function holdsItsText(element) {
  const text = document.createRange()
  text.selectNodeContents(element)
  return text.getBoundingClientRect().width <= contentBox(element).width + 1
}

/** What the padding and the border of an element leave. @param {Element} element */
function contentBox(element) {
  const style = getComputedStyle(element)
  const sizeOf = (/** @type {string[]} */ ...names) => names.reduce((sum, name) => sum + Number.parseFloat(style.getPropertyValue(name)), 0)
  const { width, height } = element.getBoundingClientRect()
  return {
    width: width - sizeOf('padding-left', 'padding-right', 'border-left-width', 'border-right-width'),
    height: height - sizeOf('padding-top', 'padding-bottom', 'border-top-width', 'border-bottom-width'),
  }
}
