import { cubicSlopes, cubicWeights } from './cubic.ts'
import type { Plane } from './plane.ts'

/** Reads a plane between its pixels; beyond the edge it goes on as at the edge. */
export class PlaneSampler {
  value = 0
  /** Levels a pixel. */
  slopeX = 0
  slopeY = 0
  readonly #plane: Plane
  readonly #weights = { x: new Float64Array(4), y: new Float64Array(4), slopesX: new Float64Array(4), slopesY: new Float64Array(4) }

  constructor(plane: Plane) {
    this.#plane = plane
  }

  /** Sets value and slopes to those at a place; pixels have their middle at whole numbers. */
  read(x: number, y: number): void {
    const { width, height, data } = this.#plane
    const { x: weightsX, y: weightsY, slopesX, slopesY } = this.#weights
    const column = Math.floor(x)
    const row = Math.floor(y)
    cubicWeights(x - column, weightsX)
    cubicWeights(y - row, weightsY)
    cubicSlopes(x - column, slopesX)
    cubicSlopes(y - row, slopesY)
    const isInside = column > 0 && row > 0 && column + 2 < width && row + 2 < height
    let [sum, sumX, sumY] = [0, 0, 0]
    for (let j = 0; j < 4; j++) {
      const line = isInside ? (row - 1 + j) * width + column - 1 : Math.min(Math.max(row - 1 + j, 0), height - 1) * width
      let value = 0
      let slope = 0
      for (let i = 0; i < 4; i++) {
        const pixel = data[isInside ? line + i : line + Math.min(Math.max(column - 1 + i, 0), width - 1)] ?? 0
        value += (weightsX[i] ?? 0) * pixel
        slope += (slopesX[i] ?? 0) * pixel
      }
      sum += (weightsY[j] ?? 0) * value
      sumX += (weightsY[j] ?? 0) * slope
      sumY += (slopesY[j] ?? 0) * value
    }
    this.value = sum
    this.slopeX = sumX
    this.slopeY = sumY
  }
}
