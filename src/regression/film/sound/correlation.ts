type Window = {
  readonly a: Float32Array
  readonly b: Float32Array
  /** Where in `a` it begins; in `b` it begins `lag` later. */
  readonly at: number
  readonly length: number
  readonly lag: number
}

/** Normalised correlation of all windows together, -1 to 1; 0 where one side is silent. */
export function correlationAt(windows: readonly Window[]): number {
  let [product, ofA, ofB] = [0, 0, 0]
  for (const { a, b, at, length, lag } of windows) {
    for (let index = at; index < at + length; index++) {
      const [left, right] = [a[index] ?? 0, b[index + lag] ?? 0]
      product += left * right
      ofA += left * left
      ofB += right * right
    }
  }
  return ofA > 0 && ofB > 0 ? product / Math.sqrt(ofA * ofB) : 0
}
