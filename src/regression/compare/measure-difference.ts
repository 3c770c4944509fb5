import type { Picture } from '../picture/picture.ts'
import type { PixelBox } from './pixel-box.ts'

/** Plain figures of what differs, whatever is tolerated. */
export type Difference = {
  /** Largest difference of a channel, 0 to 255. */
  readonly largest: number
  /** Of red, green and blue, summed over all pixels. */
  readonly squaredError: number
  /** Of all that differs. */
  readonly box: PixelBox | null
  /** Of what differs by more than rounding. */
  readonly clearBox: PixelBox | null
}

export function measureDifference(baseline: Picture, actual: Picture): Difference {
  const { width, height } = baseline
  const [a, b] = [baseline.data, actual.data]
  const [all, clear] = [new Extent(width), new Extent(width)]
  const [wordsA, wordsB] = [wordsOf(baseline), wordsOf(actual)]
  let largest = 0
  let squaredError = 0
  for (let row = 0, pixel = 0; row < height; row++) {
    let first = -1
    let last = -1
    let firstClear = -1
    let lastClear = -1
    for (let column = 0; column < width; column++, pixel++) {
      if (wordsA[pixel] === wordsB[pixel]) continue
      const at = pixel * 4
      const red = (a[at] ?? 0) - (b[at] ?? 0)
      const green = (a[at + 1] ?? 0) - (b[at + 1] ?? 0)
      const blue = (a[at + 2] ?? 0) - (b[at + 2] ?? 0)
      const alpha = (a[at + 3] ?? 0) - (b[at + 3] ?? 0)
      const most = Math.max(Math.abs(red), Math.abs(green), Math.abs(blue), Math.abs(alpha))
      if (most > largest) largest = most
      squaredError += red * red + green * green + blue * blue
      last = column
      if (first < 0) first = column
      if (most <= 1) continue
      lastClear = column
      if (firstClear < 0) firstClear = column
    }
    if (first >= 0) all.addRow(row, first, last)
    if (firstClear >= 0) clear.addRow(row, firstClear, lastClear)
  }
  return { largest, squaredError, box: all.box, clearBox: clear.box }
}

/** Pixels as numbers of 32 bits, for a picture whose bytes are aligned to them. */
export function wordsOf({ data, width, height }: Picture): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, width * height)
}

/** The box of pixels that are added row by row. */
class Extent {
  #left: number
  #right = -1
  #top = -1
  #bottom = -1

  constructor(width: number) {
    this.#left = width
  }

  addRow(row: number, first: number, last: number): void {
    this.#left = Math.min(this.#left, first)
    this.#right = Math.max(this.#right, last)
    if (this.#top < 0) this.#top = row
    this.#bottom = row
  }

  get box(): PixelBox | null {
    if (this.#right < 0) return null
    return { x: this.#left, y: this.#top, width: this.#right - this.#left + 1, height: this.#bottom - this.#top + 1 }
  }
}
