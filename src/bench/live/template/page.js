import { defineScene, onSeek } from '../runtime.js'

await defineScene(({ props, durationMs }) => {
  const photo = /** @type {HTMLImageElement} */ (document.querySelector('#photo'))
  photo.src = /** @type {string} */ (props.image)
  onSeek((timeMs) => globalThis.paintLive(timeMs / 1000, durationMs / 1000))
})
