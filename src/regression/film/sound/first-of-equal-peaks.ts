export type Correlation = { readonly lag: number; readonly correlation: number }

/** A tone is as like itself one period later: peaks that are so near to the highest are as good as it. */
const asGood = 0.985

/** The peak that moves the sound least, of those that are as high as the highest. */
export function firstOfEqualPeaks(correlations: readonly Correlation[]): Correlation | null {
  const highest = Math.max(...correlations.map(({ correlation }) => correlation))
  const peaks = correlations.filter(
    ({ correlation }, index) =>
      correlation >= (correlations[index - 1]?.correlation ?? -1) &&
      correlation >= (correlations[index + 1]?.correlation ?? -1) &&
      correlation >= highest - (1 - asGood),
  )
  return peaks.toSorted((a, b) => Math.abs(a.lag) - Math.abs(b.lag))[0] ?? null
}
