import { showPhoto } from '../photo.js'
import { defineScene } from '../runtime.js'
import { fitText, setColours, setTexts, snapLayers } from '../text.js'

/**
 * @typedef {object} Props
 * @property {string} title
 * @property {string} [subtitle]
 * @property {'left' | 'right'} side
 * @property {number} start
 * @property {number} [end]
 * @property {string} accent
 * @property {string} image
 * @property {import('../photo.js').Camera} camera
 */

await defineScene(async ({ props, output, durationMs }) => {
  const { title, subtitle, side, start, end, accent, image, camera } = /** @type {Props} */ (/** @type {unknown} */ (props))
  const root = document.documentElement
  root.classList.add(side)
  root.classList.toggle('upright', output.height > output.width)
  root.style.setProperty('--start', `${start * 1000}ms`)
  // What never leaves does so after the scene.
  root.style.setProperty('--end', `${end === undefined ? durationMs + 60_000 : end * 1000}ms`)
  setColours({ accent })
  setTexts({ title, subtitle })
  showPhoto(/** @type {HTMLImageElement} */ (document.querySelector('.photo')), image, camera)
  await fitText(/** @type {HTMLElement} */ (document.querySelector('.frame')))
  placeBar()
  snapLayers()
})

/** The bar is as tall as the text beside it. */
function placeBar() {
  const texts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.title, .subtitle')])
  const top = Math.min(...texts.map(({ offsetTop }) => offsetTop))
  const bottom = Math.max(...texts.map(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight))
  const bar = /** @type {HTMLElement} */ (document.querySelector('.bar'))
  bar.style.top = `${top}px`
  bar.style.height = `${bottom - top}px`
}
