import { sourceColumn, sourceOf, sourceRow, type Motion } from '../../compare/motion.ts'
import type { PixelBox } from '../../compare/pixel-box.ts'
import type { Plane } from '../../compare/plane.ts'
import { PlaneSampler } from '../../compare/plane-sampler.ts'
import { solveLinear } from '../../compare/solve-linear.ts'

type Pair = { readonly baseline: Plane; readonly actual: Plane }

/** Every second pixel of every second row tells as much. */
const everyPx = 2

/**
 * How far a part of the picture is from where a motion of the whole picture puts it, in pixels: one step of least squares on its gradients.
 * What is brighter or darker all over does not count.
 */
export function stillMoved({ baseline, actual }: Pair, motion: Motion, box: PixelBox): number {
  const sampler = new PlaneSampler(baseline)
  const source = sourceOf(motion)
  const sums = Array.from({ length: 3 }, () => [0, 0, 0, 0])
  for (let y = box.y; y < box.y + box.height; y += everyPx) {
    for (let x = box.x; x < box.x + box.width; x += everyPx) {
      sampler.read(sourceColumn(source, x, y), sourceRow(source, x, y))
      const row = [-sampler.slopeX, -sampler.slopeY, 1, (actual.data[y * actual.width + x] ?? 0) - sampler.value]
      sums.forEach((sum, i) => row.forEach((value, j) => (sum[j] = (sum[j] ?? 0) + (row[i] ?? 0) * value)))
    }
  }
  const [x = 0, y = 0] = solveLinear(
    sums.map((sum) => sum.slice(0, 3)),
    sums.map((sum) => sum[3] ?? 0),
  )
  return Math.hypot(x, y)
}
