/** @import { LoadedPicture } from './pictures.js' */
import { element } from '../../../server/page-parts/elements.js'

const probe = element('canvas', { width: 1, height: 1 })
const context = probe.getContext('2d', { willReadFrequently: true })

/**
 * The colours of one pixel in each picture: `x 812, y 344 · Baseline 120 88 64 · Actual 121 88 64`.
 * @param {{ x: number, y: number }} point in pixels of the picture
 * @param {readonly (LoadedPicture | null)[]} pictures
 * @returns {string} empty outside of all of them
 */
export function pixelWords({ x, y }, pictures) {
  const colours = pictures.flatMap((picture) => {
    const colour = picture && colourAt(picture, Math.floor(x), Math.floor(y))
    return colour ? [`${picture.title} ${colour}`] : []
  })
  return colours.length === 0 ? '' : [`x ${Math.floor(x)}, y ${Math.floor(y)}`, ...colours].join(' · ')
}

/**
 * @param {LoadedPicture} picture
 * @param {number} x
 * @param {number} y
 */
function colourAt({ image, width, height, isWhole }, x, y) {
  // A preview has other colours than the film.
  if (!context || !isWhole || x < 0 || y < 0 || x >= width || y >= height) return null
  context.clearRect(0, 0, 1, 1)
  context.drawImage(image, -x, -y)
  return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)].join(' ')
}
