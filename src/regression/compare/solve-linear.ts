/**
 * Solves `matrix * x = right` for a small symmetric matrix of least squares, by elimination.
 * What the equations leave open (a shift along lines that have no ends) becomes 0 rather than anything.
 * @param matrix row by row
 */
export function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const size = right.length
  const rows = matrix.map((row, at) => [...row.map((value, column) => (column === at ? value * (1 + 1e-9) : value)), right[at] ?? 0])
  const isOpen = rows.map(() => false)
  for (let pivot = 0; pivot < size; pivot++) {
    const row = rows[pivot] ?? []
    const value = row[pivot] ?? 0
    if (Math.abs(value) <= 1e-7 * Math.abs(matrix[pivot]?.[pivot] ?? 0) || value === 0) {
      isOpen[pivot] = true
      continue
    }
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue
      const factor = (rows[other]?.[pivot] ?? 0) / value
      rows[other] = (rows[other] ?? []).map((each, column) => each - factor * (row[column] ?? 0))
    }
  }
  return rows.map((row, at) => (isOpen[at] ? 0 : (row[size] ?? 0) / (row[at] ?? 1)))
}
