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
    this.value = 0
    this.slopeX = 0
    this.slopeY = 0
    for (let j = 0; j < 4; j++) {
      const line = Math.min(Math.max(row - 1 + j, 0), height - 1) * width
      let value = 0
      let slope = 0
      for (let i = 0; i < 4; i++) {
        const pixel = data[line + Math.min(Math.max(column - 1 + i, 0), width - 1)] ?? 0
        value += (weightsX[i] ?? 0) * pixel
        slope += (slopesX[i] ?? 0) * pixel
      }
      this.value += (weightsY[j] ?? 0) * value
      this.slopeX += (weightsY[j] ?? 0) * slope
      this.slopeY += (slopesY[j] ?? 0) * value
    }
  }
}
