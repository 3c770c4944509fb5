import { readableOn } from '../colour.js'
import { showPhoto } from '../photo.js'
import { defineScene } from '../runtime.js'
import { fitText, setColours, setTexts, snapLayers } from '../text.js'

/**
 * @typedef {object} Props
 * @property {string} title
 * @property {string} [eyebrow]
 * @property {string} [subtitle]
 * @property {'centre' | 'start'} align
 * @property {string} background
 * @property {string} [colour]
 * @property {string} accent
 * @property {string} [image]
 * @property {import('../photo.js').Camera} [camera]
 */

await defineScene(async ({ props }) => {
  const { title, eyebrow, subtitle, align, background, colour, accent, image, camera } = /** @type {Props} */ (/** @type {unknown} */ (props))
  const frame = /** @type {HTMLElement} */ (document.querySelector('.frame'))
  frame.classList.add(align)
  setColours({ ground: background, text: colour ?? readableOn(background), accent })
  setTexts({ title, eyebrow, subtitle })
  if (image !== undefined && camera) showPhoto(/** @type {HTMLImageElement} */ (document.querySelector('.photo')), image, camera)
  else for (const element of document.querySelectorAll('.photo, .shade')) element.remove()
  await fitText(frame)
  snapLayers()
})
