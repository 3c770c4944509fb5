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
  /** How many differ by more than what edges of shapes may. */
  readonly clearPixels: number
}

const clearLevels = 32

export function measureDifference(baseline: Picture, actual: Picture): Difference {
  const { width, height } = baseline
  const [a, b] = [baseline.data, actual.data]
  const [all, clear] = [new Extent(width), new Extent(width)]
  const [wordsA, wordsB] = [wordsOf(baseline), wordsOf(actual)]
  let [largest, squaredError, clearPixels] = [0, 0, 0]
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      if (wordsA[pixel] === wordsB[pixel]) continue
      const at = pixel * 4
      const red = Math.abs((a[at] ?? 0) - (b[at] ?? 0))
      const green = Math.abs((a[at + 1] ?? 0) - (b[at + 1] ?? 0))
      const blue = Math.abs((a[at + 2] ?? 0) - (b[at + 2] ?? 0))
      const alpha = Math.abs((a[at + 3] ?? 0) - (b[at + 3] ?? 0))
      const most = Math.max(red, green, blue, alpha)
      largest = Math.max(largest, most)
      squaredError += red * red + green * green + blue * blue
      all.add(column, row)
      if (most > 1) clear.add(column, row)
      if (most > clearLevels) clearPixels++
    }
  }
  return { largest, squaredError, box: all.box, clearBox: clear.box, clearPixels }
}

function wordsOf({ data, width, height }: Picture): Uint32Array {
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

  add(column: number, row: number): void {
    if (column < this.#left) this.#left = column
    if (column > this.#right) this.#right = column
    if (this.#top < 0) this.#top = row
    this.#bottom = row
  }

  get box(): PixelBox | null {
    if (this.#right < 0) return null
    return { x: this.#left, y: this.#top, width: this.#right - this.#left + 1, height: this.#bottom - this.#top + 1 }
  }
}
