/** What the benchmark is doing, for people. */
export type BenchEvent = {
  readonly message: string
  /** Until the end of this part; null while that cannot be told. */
  readonly leftS: number | null
}

export type BenchListener = (event: BenchEvent) => void
