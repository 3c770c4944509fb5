import type { Picture } from '../picture/picture.ts'
import { cubicWeights } from './cubic.ts'
import { sourceColumn, sourceOf, sourceRow, type Motion } from './motion.ts'
import type { Samples } from './samples.ts'

/** What the baseline would show at the samples if it had moved: resampled as the compositor does. */
export function moveSamples(baseline: Picture, { count, x, y }: Samples, motion: Motion): Float32Array {
  const moved = new Float32Array(count * 3)
  const [weightsX, weightsY] = [new Float64Array(4), new Float64Array(4)]
  const { width, height, data } = baseline
  const source = sourceOf(motion)
  for (let at = 0; at < count; at++) {
    const u = sourceColumn(source, x[at] ?? 0, y[at] ?? 0)
    const v = sourceRow(source, x[at] ?? 0, y[at] ?? 0)
    const column = Math.floor(u)
    const row = Math.floor(v)
    cubicWeights(u - column, weightsX)
    cubicWeights(v - row, weightsY)
    let red = 0
    let green = 0
    let blue = 0
    for (let j = 0; j < 4; j++) {
      const line = Math.min(Math.max(row - 1 + j, 0), height - 1) * width
      for (let i = 0; i < 4; i++) {
        const byte = (line + Math.min(Math.max(column - 1 + i, 0), width - 1)) * 4
        const weight = ((weightsX[i] ?? 0) * (weightsY[j] ?? 0) * (data[byte + 3] ?? 0)) / 255
        red += weight * (data[byte] ?? 0)
        green += weight * (data[byte + 1] ?? 0)
        blue += weight * (data[byte + 2] ?? 0)
      }
    }
    moved[at * 3] = inRange(red)
    moved[at * 3 + 1] = inRange(green)
    moved[at * 3 + 2] = inRange(blue)
  }
  return moved
}

function inRange(value: number): number {
  return Math.min(255, Math.max(0, value))
}
