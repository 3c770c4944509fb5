import { readableOn } from '../colour.js'
import { showPhoto } from '../photo.js'
import { defineScene } from '../runtime.js'
import { fitText, setColours, setTexts, shrinkText, snapLayers } from '../text.js'

/**
 * @typedef {object} Props
 * @property {string} [logo]
 * @property {string} [title]
 * @property {string} [text]
 * @property {string} [link]
 * @property {string} [small]
 * @property {string} background
 * @property {string} [colour]
 * @property {string} accent
 * @property {string} [image]
 * @property {import('../photo.js').Camera} [camera]
 */

await defineScene(async ({ props, output }) => {
  const { logo, title, text, link, small, background, colour, accent, image, camera } = /** @type {Props} */ (/** @type {unknown} */ (props))
  setColours({ ground: background, text: colour ?? readableOn(background), accent })
  setTexts({ title, text, link, small })
  const mark = /** @type {HTMLImageElement} */ (document.querySelector('.logo'))
  if (logo === undefined) mark.remove()
  else {
    mark.src = logo
    // Its shape is part of what must fit.
    await mark.decode()
  }
  if (image !== undefined && camera) showPhoto(/** @type {HTMLImageElement} */ (document.querySelector('.photo')), image, camera)
  else for (const element of document.querySelectorAll('.photo, .shade')) element.remove()
  await fitText(/** @type {HTMLElement} */ (document.querySelector('.frame')))
  const print = /** @type {HTMLElement | null} */ (document.querySelector('.small'))
  // As much as the frame's padding leaves below the rest.
  if (print) shrinkText(print, 0.085 * Math.min(output.width, output.height))
  snapLayers()
})
