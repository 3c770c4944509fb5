import type { Plane } from './plane.ts'

/** The usual constants for 8 bits: (0.01 * 255)^2 and (0.03 * 255)^2. */
const c1 = 6.5025
const c2 = 58.5225
const blockPx = 4

/** Sums over blocks: of both pictures, their squares, and their product. */
const sumsOfBlock = 5

/**
 * Structural similarity of two planes of one size, as the mean over windows of 8 x 8, four pixels apart (Wang et al., 2004); 1 is equal.
 * Every pixel is read once: windows are put together of blocks. What does not fill a block at the right and at the bottom is left out.
 */
export function structuralSimilarity(a: Plane, b: Plane): number {
  const [columns, rows] = [Math.floor(a.width / blockPx), Math.floor(a.height / blockPx)]
  if (columns < 2 || rows < 2) return 1
  const sums = blockSums(a, b, columns, rows)
  const rowLength = columns * sumsOfBlock
  let total = 0
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) total += similarityAt(sums, row * rowLength + column * sumsOfBlock, rowLength)
  }
  return total / ((columns - 1) * (rows - 1))
}

function blockSums(a: Plane, b: Plane, columns: number, rows: number): Float64Array {
  const sums = new Float64Array(columns * rows * sumsOfBlock)
  for (let y = 0; y < rows * blockPx; y++) {
    const line = y * a.width
    let into = Math.floor(y / blockPx) * columns * sumsOfBlock
    for (let x = 0; x < columns * blockPx; x += blockPx, into += sumsOfBlock) {
      let ofA = 0
      let ofB = 0
      let squaresOfA = 0
      let squaresOfB = 0
      let products = 0
      for (let at = line + x; at < line + x + blockPx; at++) {
        const p = a.data[at] ?? 0
        const q = b.data[at] ?? 0
        ofA += p
        ofB += q
        squaresOfA += p * p
        squaresOfB += q * q
        products += p * q
      }
      sums[into] = (sums[into] ?? 0) + ofA
      sums[into + 1] = (sums[into + 1] ?? 0) + ofB
      sums[into + 2] = (sums[into + 2] ?? 0) + squaresOfA
      sums[into + 3] = (sums[into + 3] ?? 0) + squaresOfB
      sums[into + 4] = (sums[into + 4] ?? 0) + products
    }
  }
  return sums
}

function similarityAt(sums: Float64Array, at: number, rowLength: number): number {
  const meanA = windowMean(sums, at, rowLength)
  const meanB = windowMean(sums, at + 1, rowLength)
  const varA = windowMean(sums, at + 2, rowLength) - meanA * meanA
  const varB = windowMean(sums, at + 3, rowLength) - meanB * meanB
  const both = windowMean(sums, at + 4, rowLength) - meanA * meanB
  return ((2 * meanA * meanB + c1) * (2 * both + c2)) / ((meanA * meanA + meanB * meanB + c1) * (varA + varB + c2))
}

function windowMean(sums: Float64Array, at: number, rowLength: number): number {
  const below = at + rowLength
  const sum = (sums[at] ?? 0) + (sums[at + sumsOfBlock] ?? 0) + (sums[below] ?? 0) + (sums[below + sumsOfBlock] ?? 0)
  return sum / (4 * blockPx * blockPx)
}
