import { defineScene } from '../runtime.js'
import { setColours, shrinkText, snapLayers } from '../text.js'
import { cellsOf } from './cells.js'

/**
 * @typedef {object} Props
 * @property {readonly string[]} images
 * @property {readonly string[]} labels
 * @property {import('./cells.js').Layout} layout
 * @property {number} gap
 * @property {number} zoom
 * @property {string} background
 */

const frame = /** @type {HTMLElement} */ (document.querySelector('.frame'))

await defineScene(({ props, output }) => {
  const { images, labels, layout, gap, zoom, background } = /** @type {Props} */ (/** @type {unknown} */ (props))
  setColours({ ground: background })
  const gapPx = Math.round((gap * Math.min(output.width, output.height)) / 100)
  const cells = cellsOf(images.length, layout, { ...output, gap: gapPx })
  for (const [index, cell] of cells.entries()) {
    if (index > 0) addGap(cell, gapPx)
    addImage(images[index] ?? '', cell, { zoom, index })
  }
  for (const [index, cell] of cells.entries()) {
    const text = labels[index]?.trim() ?? ''
    if (text !== '') addLabel(text, cell, { below: output.height - cell.y - cell.height, index })
  }
  snapLayers()
})

/**
 * The image at the largest size that it reaches, held fast at the edges that it shares with cells before it.
 * @param {string} address
 * @param {import('./cells.js').Cell} cell
 * @param {{ zoom: number, index: number }} move
 */
function addImage(address, { x, y, width, height }, { zoom, index }) {
  const image = document.createElement('img')
  image.className = 'cell'
  image.alt = ''
  image.dataset['layer'] = ''
  image.src = address
  const largest = { width: Math.ceil(width * (1 + zoom)), height: Math.ceil(height * (1 + zoom)) }
  const held = { x: x > 0 ? 0 : 0.5, y: y > 0 ? 0 : 0.5 }
  place(image, { x: x - (largest.width - width) * held.x, y: y - (largest.height - height) * held.y, ...largest })
  const smallest = Math.max(width / largest.width, height / largest.height)
  const [from, to] = index % 2 === 0 ? [smallest, 1] : [1, smallest]
  const values = { origin: `${held.x * 100}% ${held.y * 100}%`, from, to, turn: index * 0.25 }
  for (const [name, value] of Object.entries(values)) image.style.setProperty(`--${name}`, String(value))
  frame.append(image)
}

/** The gap before a cell, above all that the cells before it show there. @param {import('./cells.js').Cell} cell @param {number} gap */
function addGap({ x, y, width, height }, gap) {
  const line = document.createElement('div')
  line.className = 'gap'
  line.dataset['layer'] = ''
  const [left, top] = [x > 0 ? gap : 0, y > 0 ? gap : 0]
  place(line, { x: x - left, y: y - top, width: width + left, height: height + top })
  frame.append(line)
}

/** @param {string} text @param {import('./cells.js').Cell} cell @param {{ below: number, index: number }} at */
function addLabel(text, { x, width, height }, { below, index }) {
  const label = document.createElement('p')
  label.className = 'label words rise'
  label.dataset['layer'] = ''
  label.dir = 'auto'
  label.textContent = text
  const values = { x: `${x}px`, w: `${width}px`, below: `${below}px`, turn: String(0.5 + index * 0.25) }
  for (const [name, value] of Object.entries(values)) label.style.setProperty(`--${name}`, value)
  frame.append(label)
  shrinkText(label, height * 0.6)
}

/** @param {HTMLElement} element @param {import('./cells.js').Cell} box */
function place(element, { x, y, width, height }) {
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` })
}
