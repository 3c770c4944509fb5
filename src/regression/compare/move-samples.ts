import type { Picture } from '../picture/picture.ts'
import { cubicWeights } from './cubic.ts'
import type { Motion } from './motion.ts'
import { channelOf, type Samples } from './samples.ts'

/** What the baseline would show at the samples if it had moved: resampled as the compositor does. */
export function moveSamples(baseline: Picture, { count, x, y }: Samples, motion: Motion): Float32Array {
  const moved = new Float32Array(count * 3)
  const [weightsX, weightsY] = [new Float64Array(4), new Float64Array(4)]
  const { width, height, data } = baseline
  for (let at = 0; at < count; at++) {
    const u = sourceOf(x[at] ?? 0, motion.x, motion.centreX, motion.growth)
    const v = sourceOf(y[at] ?? 0, motion.y, motion.centreY, motion.growth)
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
        const pixel = line + Math.min(Math.max(column - 1 + i, 0), width - 1)
        const weight = (weightsX[i] ?? 0) * (weightsY[j] ?? 0)
        red += weight * channelOf(data, pixel, 0)
        green += weight * channelOf(data, pixel, 1)
        blue += weight * channelOf(data, pixel, 2)
      }
    }
    moved[at * 3] = inRange(red)
    moved[at * 3 + 1] = inRange(green)
    moved[at * 3 + 2] = inRange(blue)
  }
  return moved
}

/** Where something was that is now at `place`. */
export function sourceOf(place: number, move: number, centre: number, growth: number): number {
  return centre + (place - move - centre) / (1 + growth)
}

function inRange(value: number): number {
  return Math.min(255, Math.max(0, value))
}
