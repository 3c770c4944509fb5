// Text of templates: put in as text and nothing else, and made small enough for its place.

/** A group of words is made smaller down to this before words are broken... */
const smallestWhole = 0.5
/** ...and down to this when they are. */
const smallest = 0.12

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
  // Important rules win over the animations, so that places are those of the layout.
  for (const layer of layers) layer.style.setProperty('transform', 'none', 'important')
  const places = layers.map((layer) => layer.getBoundingClientRect())
  for (const [index, layer] of layers.entries()) {
    layer.style.removeProperty('transform')
    const { left, top } = places[index] ?? { left: 0, top: 0 }
    const [x, y] = [Math.round(left) - left, Math.round(top) - top]
    if (x === 0 && y === 0) continue
    if (getComputedStyle(layer).position === 'absolute') Object.assign(layer.style, { marginLeft: `${x}px`, marginTop: `${y}px` })
    else Object.assign(layer.style, { position: 'relative', left: `${x}px`, top: `${y}px` })
  }
}

/** Waits for the fonts that the page uses so far: without them nothing can be measured. */
async function fontsLoaded() {
  // Laying the page out is what asks for them.
  document.body.getBoundingClientRect()
  await Promise.all([...document.fonts].filter(({ status }) => status === 'loading').map(({ loaded }) => loaded))
}

/**
 * Makes what a box holds small enough for it, all of it by the same factor (`--fit`, `--fu`). Words are broken only where
 * half the size is not small enough.
 * @param {HTMLElement} box its padding is kept free; children that are positioned absolutely do not count
 */
export async function fitText(box) {
  await fontsLoaded()
  box.classList.remove('broken')
  const whole = largestFit(box, smallestWhole)
  if (whole !== null) return
  box.classList.add('broken')
  largestFit(box, smallest)
}

/** Sets the largest factor from `least` to 1 that fits; null where none does. @param {HTMLElement} box @param {number} least */
function largestFit(box, least) {
  const set = (/** @type {number} */ fit) => box.style.setProperty('--fit', String(fit))
  const fits = (/** @type {number} */ fit) => {
    set(fit)
    return isRoomy(box)
  }
  if (fits(1)) return 1
  if (!fits(least)) return null
  let [low, high] = [least, 1]
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2
    if (fits(middle)) low = middle
    else high = middle
  }
  set(low)
  return low
}

/** @param {HTMLElement} box */
function isRoomy(box) {
  const style = getComputedStyle(box)
  const padding = (/** @type {string} */ side) => Number.parseFloat(style.getPropertyValue(`padding-${side}`))
  const width = box.clientWidth - padding('left') - padding('right')
  const height = box.clientHeight - padding('top') - padding('bottom')
  const inside = /** @type {HTMLElement[]} */ ([...box.children]).filter((child) => getComputedStyle(child).position !== 'absolute')
  if (inside.some((child) => child.offsetWidth > width + 1 || child.scrollWidth > child.clientWidth + 1)) return false
  // Offsets know nothing of the transforms that the animations start with.
  const top = Math.min(...inside.map(({ offsetTop }) => offsetTop))
  const bottom = Math.max(...inside.map(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight))
  return bottom - top <= height + 1
}
