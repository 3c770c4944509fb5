/** What some durations come to, in milliseconds. */
export type Quantiles = { readonly count: number; readonly medianMs: number; readonly p99Ms: number; readonly worstMs: number }

/** null of none at all. */
export function quantilesOf(durationsMs: readonly number[]): Quantiles | null {
  if (durationsMs.length === 0) return null
  const sorted = durationsMs.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { count: sorted.length, medianMs: at(0.5), p99Ms: at(0.99), worstMs: at(1) }
}
