// The photograph under the camera.

import { showSurround } from './surround.js'

/**
 * @typedef {{ x: number, y: number, scale: number }} View where the photo's top left corner is, in frame pixels, and how large it is
 * @typedef {{ width: number, height: number, from: View, to: View, easing: string,
 *   surround?: import('./surround.js').Surround }} Camera
 */

/**
 * Puts the scene's photograph under its camera. photo.css moves it.
 * @param {HTMLImageElement} photo with the class `photo`
 * @param {string} image its address
 * @param {Camera} camera
 */
export function showPhoto(photo, image, camera) {
  photo.width = camera.width
  photo.height = camera.height
  setView(photo, 'from', camera.from)
  setView(photo, 'to', camera.to)
  photo.style.setProperty('--easing', camera.easing)
  photo.src = image
  // The whole address: where a relative one in a custom property starts from is the style sheet's affair.
  photo.style.setProperty('--image', `url("${photo.src}")`)
  showSurround(photo, camera.surround)
}

/**
 * @param {HTMLElement} element
 * @param {'from' | 'to'} end
 * @param {View} view
 */
function setView(element, end, view) {
  element.style.setProperty(`--${end}-x`, `${view.x}px`)
  element.style.setProperty(`--${end}-y`, `${view.y}px`)
  element.style.setProperty(`--${end}-scale`, String(view.scale))
}
