import type { Grey } from '../../src/bench/picture/grey.ts'

export type { Grey } from '../../src/bench/picture/grey.ts'
export { shiftBetween } from '../../src/bench/picture/shift-between.ts'

/** Where frame pixels lie in the source: source = origin + step * (frame + 0.5) - 0.5, in source pixels. */
export type Sampling = { readonly x: number; readonly y: number; readonly step: number }

type Window = { readonly left: number; readonly top: number; readonly size: number }

/** What a frame should show within a window: the source resampled in floating point by a cubic (Catmull-Rom) kernel. */
export function exactResample(source: Grey, { x, y, step }: Sampling, { left, top, size }: Window): Grey {
  const data = new Float32Array(size * size)
  for (let row = 0; row < size; row++) {
    const sourceY = y + step * (top + row + 0.5) - 0.5
    for (let column = 0; column < size; column++) {
      const sourceX = x + step * (left + column + 0.5) - 0.5
      data[row * size + column] = cubicAt(source, sourceX, sourceY)
    }
  }
  return { data, width: size, height: size }
}

function cubicAt({ data, width }: Grey, x: number, y: number): number {
  const [firstX, firstY] = [Math.floor(x) - 1, Math.floor(y) - 1]
  let sum = 0
  for (let row = firstY; row < firstY + 4; row++) {
    for (let column = firstX; column < firstX + 4; column++) sum += kernel(y - row) * kernel(x - column) * (data[row * width + column] ?? 0)
  }
  return sum
}

function kernel(distance: number): number {
  const t = Math.abs(distance)
  if (t < 1) return 1.5 * t ** 3 - 2.5 * t ** 2 + 1
  return t < 2 ? -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2 : 0
}

export function cut({ data, width }: Grey, { left, top, size }: Window): Grey {
  const part = new Float32Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) part[row * size + column] = data[(top + row) * width + left + column] ?? 0
  }
  return { data: part, width: size, height: size }
}

/** Root of the mean of squares. */
export function rms(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
}
