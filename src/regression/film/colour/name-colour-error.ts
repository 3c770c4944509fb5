import { distance, type Thumbnails } from '../alignment/thumbnails.ts'
import { median } from '../median.ts'
import { colourErrors, type ColourError } from './colour-errors.ts'
import { withColourError } from './with-colour-error.ts'

/** So many frames are looked at, evenly over the film. */
const samples = 16
/** The frame that shows the same moment is looked for within so many. */
const reach = 3
/** Less than so many levels is what coding does. */
const leastLevels = 0.7
/** An error is named where it explains so much of the difference. */
const unexplained = 0.4

/** The known error of colour that a film has against its baseline, if it explains most of how they differ; null: none of them does. */
export function nameColourError(baseline: Thumbnails, actual: Thumbnails): ColourError | null {
  const count = Math.min(baseline.count, actual.count)
  if (count === 0) return null
  const frames = [...new Set(Array.from({ length: samples }, (_, index) => Math.floor(((index + 0.5) * count) / samples)))]
  const plain = residual(withColourError(baseline, { apply: (colour) => colour }, frames), actual, frames)
  if (plain < leastLevels) return null
  const residuals = colourErrors.map((error) => ({ error, left: residual(withColourError(baseline, error, frames), actual, frames) }))
  const [best] = residuals.toSorted((a, b) => a.left - b.left)
  return best && best.left < unexplained * plain ? best.error : null
}

/** @param picked the frames `frames` of the baseline, one after the other */
function residual(picked: Thumbnails, actual: Thumbnails, frames: readonly number[]): number {
  return median(
    frames.map((frame, index) => {
      const near = Array.from({ length: 2 * reach + 1 }, (_, step) => frame - reach + step).filter((other) => other >= 0 && other < actual.count)
      return Math.min(...near.map((other) => distance(picked, index, actual, other)))
    }),
  )
}
