/** Median and range of some measurements. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number }

/** null where there is no measurement, or where one of them could not be taken. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0 || known.length < values.length) return null
  return { median: medianOf(known), min: Math.min(...known), max: Math.max(...known) }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}

/** Round by round, so that a machine that slows down slows both sides. */
export function ratiosOf(values: readonly (number | null)[], limits: readonly (number | null)[]): readonly (number | null)[] {
  return values.map((value, round) => {
    const limit = limits[round] ?? null
    return value === null || limit === null ? null : value / limit
  })
}
