/** @import { LoadedPicture } from './pictures.js' */
/** @import { Lens } from './lens.js' */
import { element, setText } from '../../../server/page-parts/elements.js'

/**
 * One picture over another: drawn in order.
 * @typedef {{ picture: LoadedPicture | null, opacity?: number, from?: number }} Layer `from`: the share of the pane's width that it begins at
 */

/** A picture with its name, drawn as the lens says. */
export class Pane {
  #canvas = element('canvas', { role: 'img' })
  #caption = element('figcaption', {})
  figure = element('figure', { className: 'pane' }, this.#canvas, this.#caption)

  get size() {
    return { width: this.#canvas.clientWidth, height: this.#canvas.clientHeight }
  }

  /** @param {{ clientX: number, clientY: number }} event @returns where it is in the pane, in CSS pixels */
  pointOf({ clientX, clientY }) {
    const { left, top } = this.#canvas.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  /**
   * @param {string} caption
   * @param {readonly Layer[]} layers
   * @param {Lens} lens
   */
  draw(caption, layers, lens) {
    setText(this.#caption, caption)
    this.#canvas.setAttribute('aria-label', caption)
    const density = window.devicePixelRatio
    const { width, height } = this.size
    this.#canvas.width = Math.round(width * density)
    this.#canvas.height = Math.round(height * density)
    const context = this.#canvas.getContext('2d')
    if (!context || width === 0) return
    const { left, top, scale } = lens.place(this.size)
    context.scale(density, density)
    // From its own size on, a pixel of the picture is a square; below that it is a mean.
    context.imageSmoothingEnabled = scale * density < 1
    context.imageSmoothingQuality = 'high'
    for (const { picture, opacity = 1, from = 0 } of layers) {
      if (!picture) continue
      context.save()
      context.beginPath()
      context.rect(width * from, 0, width, height)
      context.clip()
      context.globalAlpha = opacity
      context.drawImage(picture.image, left, top, picture.width * scale, picture.height * scale)
      context.restore()
    }
    const divider = layers.find(({ from }) => from !== undefined)?.from
    if (divider !== undefined) drawDivider(context, width * divider, height)
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} height
 */
function drawDivider(context, x, height) {
  context.fillStyle = 'rgb(0 0 0 / 0.55)'
  context.fillRect(x - 2, 0, 4, height)
  context.fillStyle = '#fff'
  context.fillRect(x - 1, 0, 2, height)
  context.beginPath()
  context.roundRect(x - 4, height / 2 - 18, 8, 36, 4)
  context.fill()
}
