import { readableOn } from '../colour.js'
import { showPhoto } from '../photo.js'
import { defineScene } from '../runtime.js'
import { fitText, setColours, setTexts, snapLayers } from '../text.js'

/**
 * @typedef {object} Props
 * @property {string} quote
 * @property {string} [author]
 * @property {string} [role]
 * @property {string} [portrait]
 * @property {string} background
 * @property {string} [colour]
 * @property {string} accent
 * @property {string} [image]
 * @property {import('../photo.js').Camera} [camera]
 */

await defineScene(async ({ props }) => {
  const { quote, author, role, portrait, background, colour, accent, image, camera } = /** @type {Props} */ (/** @type {unknown} */ (props))
  setColours({ ground: background, text: colour ?? readableOn(background), accent })
  setTexts({ quote, author, role })
  const face = /** @type {HTMLImageElement} */ (document.querySelector('.portrait'))
  if (portrait === undefined) face.remove()
  else face.src = portrait
  if (portrait === undefined && author === undefined && role === undefined) document.querySelector('.by')?.remove()
  if (image !== undefined && camera) showPhoto(/** @type {HTMLImageElement} */ (document.querySelector('.photo')), image, camera)
  else for (const element of document.querySelectorAll('.photo, .shade')) element.remove()
  await fitText(/** @type {HTMLElement} */ (document.querySelector('.frame')))
  snapLayers()
})
