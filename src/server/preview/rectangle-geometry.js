/**
 * The part of a photograph that fills the frame, in parts of its width and height. Its height follows from its width.
 * @typedef {{ x: number, y: number, width: number }} Rectangle
 */

/**
 * What a rectangle may be: the shape of the photograph and of the frame, each as width by height.
 * @typedef {{ photo: number, frame: number }} Shapes
 */

/** The camera goes no nearer than four times. */
const nearest = 4
/** As many digits as a pixel of the largest photograph needs. */
const digits = 4

/**
 * The height of a rectangle, in parts of the photograph's.
 * @param {number} width
 * @param {Shapes} shapes
 */
export function heightOf(width, { photo, frame }) {
  return (width * photo) / frame
}

/** @param {Shapes} shapes */
function widestOf({ photo, frame }) {
  return Math.min(1, frame / photo)
}

/**
 * The nearest rectangle that lies in the photograph and that the camera can reach.
 * @param {Rectangle} rectangle
 * @param {Shapes} shapes
 * @returns {Rectangle}
 */
export function held({ x, y, width }, shapes) {
  const widest = widestOf(shapes)
  const wide = floored(Math.min(widest, Math.max(widest / nearest, width)))
  return {
    x: floored(Math.min(1 - wide, Math.max(0, x))),
    y: floored(Math.min(1 - heightOf(wide, shapes), Math.max(0, y))),
    width: wide,
  }
}

/**
 * A rectangle of another width, with one of its corners where it was.
 * @param {Rectangle} rectangle
 * @param {number} wanted
 * @param {{ left: boolean, top: boolean }} corner the one that moves
 * @param {Shapes} shapes
 */
export function resized({ x, y, width }, wanted, corner, shapes) {
  const right = x + width
  const bottom = y + heightOf(width, shapes)
  const widest = widestOf(shapes)
  // Up to the photograph's edges on the sides that move.
  const room = Math.min(corner.left ? right : 1 - x, ((corner.top ? bottom : 1 - y) * shapes.frame) / shapes.photo)
  const wide = Math.min(room, widest, Math.max(widest / nearest, wanted))
  return held({ x: corner.left ? right - wide : x, y: corner.top ? bottom - heightOf(wide, shapes) : y, width: wide }, shapes)
}

/**
 * Never rounded up: the sum of place and width must not pass the edge.
 * @param {number} part
 */
function floored(part) {
  return Math.max(0, Math.floor(part * 10 ** digits + 1e-6) / 10 ** digits)
}
