import type { Grey } from './grey.ts'

const windowPx = 8
/** The usual constants for 8 bits: (0.01 * 255)^2 and (0.03 * 255)^2. */
const c1 = 6.5025
const c2 = 58.5225

/** Structural similarity of two pictures of one size, as the mean over windows of 8 x 8 (Wang et al., 2004); 1 is equal. */
export function ssim(a: Grey, b: Grey): number {
  let sum = 0
  let count = 0
  for (let top = 0; top + windowPx <= a.height; top += windowPx / 2) {
    for (let left = 0; left + windowPx <= a.width; left += windowPx / 2) {
      sum += ssimOfWindow(a, b, left, top)
      count++
    }
  }
  return sum / count
}

function ssimOfWindow(a: Grey, b: Grey, left: number, top: number): number {
  const sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0 }
  for (let row = top; row < top + windowPx; row++) {
    for (let column = left; column < left + windowPx; column++) {
      const at = row * a.width + column
      const [p, q] = [a.data[at] ?? 0, b.data[at] ?? 0]
      sums.a += p
      sums.b += q
      sums.aa += p * p
      sums.bb += q * q
      sums.ab += p * q
    }
  }
  const n = windowPx * windowPx
  const [meanA, meanB] = [sums.a / n, sums.b / n]
  const [varA, varB, both] = [sums.aa / n - meanA ** 2, sums.bb / n - meanB ** 2, sums.ab / n - meanA * meanB]
  return ((2 * meanA * meanB + c1) * (2 * both + c2)) / ((meanA ** 2 + meanB ** 2 + c1) * (varA + varB + c2))
}
