import { showPhoto } from '../photo.js'
import { defineScene } from '../runtime.js'

/** @typedef {{ image: string, camera: import('../photo.js').Camera }} Props */

await defineScene(({ props }) => {
  const { image, camera } = /** @type {Props} */ (/** @type {unknown} */ (props))
  showPhoto(/** @type {HTMLImageElement} */ (document.querySelector('.photo')), image, camera)
})
