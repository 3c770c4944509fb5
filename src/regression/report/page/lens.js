/** @typedef {{ readonly width: number, readonly height: number }} Size */
/** @typedef {{ readonly x: number, readonly y: number }} Point */

/** CSS pixels per pixel of the picture. */
const stops = [0.0625, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64]
/** So much of a pane is left around what is zoomed to. */
const margin = 0.7

/** Which part of the pictures is seen: the same in all panes. */
export class Lens {
  /** null: the whole picture fits. @type {number | null} */
  scale = null
  /** What lies in the middle of a pane, in pixels of the picture. */
  #centre
  #picture

  /** @param {Size} picture */
  constructor(picture) {
    this.#picture = picture
    this.#centre = { x: picture.width / 2, y: picture.height / 2 }
  }

  /** @param {Size} pane */
  scaleIn(pane) {
    return this.scale ?? this.#fitting(pane)
  }

  /**
   * Where the picture lies in a pane, in CSS pixels.
   * @param {Size} pane
   */
  place(pane) {
    const scale = this.scaleIn(pane)
    const { x, y } = this.#held(pane, scale)
    return { left: pane.width / 2 - x * scale, top: pane.height / 2 - y * scale, scale }
  }

  /**
   * @param {1 | -1} direction closer or further
   * @param {Size} pane
   * @param {Point} [at] a point of the pane that stays where it is; its middle where it is absent
   */
  step(direction, pane, at = { x: pane.width / 2, y: pane.height / 2 }) {
    const before = this.scaleIn(pane)
    const fitting = this.#fitting(pane)
    const stop = direction === 1 ? stops.find((each) => each > before * 1.01) : stops.findLast((each) => each < before * 0.99)
    const wanted = stop ?? before
    const kept = this.pointAt(at, pane)
    this.scale = wanted <= fitting ? null : wanted
    const after = this.scaleIn(pane)
    this.#centre = { x: kept.x - (at.x - pane.width / 2) / after, y: kept.y - (at.y - pane.height / 2) / after }
  }

  fit() {
    this.scale = null
  }

  /**
   * So that a part of the picture fills most of a pane.
   * @param {Point & Size} box in pixels of the picture
   * @param {Size} pane
   */
  show(box, pane) {
    const room = margin * Math.min(pane.width / Math.max(1, box.width), pane.height / Math.max(1, box.height))
    const stop = stops.findLast((each) => each <= Math.min(room, 16)) ?? 1
    this.scale = stop <= this.#fitting(pane) ? null : stop
    this.#centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  /**
   * @param {Point} by in CSS pixels, as a hand moves the picture
   * @param {Size} pane
   */
  move(by, pane) {
    const scale = this.scaleIn(pane)
    const from = this.#held(pane, scale)
    this.#centre = { x: from.x - by.x / scale, y: from.y - by.y / scale }
  }

  /**
   * The point of the picture at a point of a pane.
   * @param {Point} at
   * @param {Size} pane
   */
  pointAt(at, pane) {
    const { left, top, scale } = this.place(pane)
    return { x: (at.x - left) / scale, y: (at.y - top) / scale }
  }

  /** @param {Size} pane */
  #fitting({ width, height }) {
    return Math.min(width / this.#picture.width, height / this.#picture.height)
  }

  /**
   * The middle, moved so that no side of a pane is empty that need not be.
   * @param {Size} pane
   * @param {number} scale
   */
  #held(pane, scale) {
    this.#centre = {
      x: held(this.#centre.x, this.#picture.width, pane.width / scale),
      y: held(this.#centre.y, this.#picture.height, pane.height / scale),
    }
    return this.#centre
  }
}

/**
 * @param {number} middle
 * @param {number} whole
 * @param {number} seen
 */
function held(middle, whole, seen) {
  return seen >= whole ? whole / 2 : Math.min(whole - seen / 2, Math.max(seen / 2, middle))
}
