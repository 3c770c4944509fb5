import { strideOf, unitsPerLevel, type Thumbnails } from '../alignment/thumbnails.ts'

type Size = { readonly width: number; readonly height: number }
type Frame = { readonly of: Thumbnails; readonly frame: number }

/** An area is at least so wide: over fewer pixels coding does too much to the mean. */
const leastPixels = 16

/**
 * Where the luma of two frames differs most in the mean of an area: by how many levels, and the middle of that area in pixels.
 * @param picture size of the frames
 */
export function largestDifference(a: Frame, b: Frame, picture: Size): { readonly levels: number; readonly x: number; readonly y: number } {
  const { width, height } = a.of.size
  const [fromA, fromB] = [a.frame * strideOf(a.of.size), b.frame * strideOf(b.of.size)]
  const side = Math.min(height, Math.max(1, Math.ceil((leastPixels * width) / picture.width)))
  const largest = { levels: 0, x: 0, y: 0 }
  for (let top = 0; top + side <= height; top += side) {
    for (let left = 0; left + side <= width; left += side) {
      let sum = 0
      for (let y = top; y < top + side; y++) {
        for (let x = left; x < left + side; x++) sum += (a.of.data[fromA + y * width + x] ?? 0) - (b.of.data[fromB + y * width + x] ?? 0)
      }
      const levels = Math.abs(sum) / side ** 2 / unitsPerLevel
      if (levels > largest.levels) Object.assign(largest, { levels, x: left, y: top })
    }
  }
  const middle = (place: number, places: number, pixels: number) => Math.round(((place + side / 2) * pixels) / places)
  return { levels: largest.levels, x: middle(largest.x, width, picture.width), y: middle(largest.y, height, picture.height) }
}
