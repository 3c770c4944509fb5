/** What one film needs of a worker, in seconds. */
export type FilmParts = {
  readonly prepare: number
  /** Of each chunk, in the order in which they are handed out. */
  readonly chunks: readonly number[]
  readonly finish: number
}

/**
 * How long a film takes on so many equal workers with one slot each, and nothing else to do: prepared by one, its chunks one by one to whoever
 * is free, finished by one. Handing out counts as nothing.
 */
export function predictSeconds({ prepare, chunks, finish }: FilmParts, workers: number): number {
  const freeAt = Array.from({ length: Math.min(workers, Math.max(1, chunks.length)) }, () => 0)
  for (const seconds of chunks) {
    const first = freeAt.indexOf(Math.min(...freeAt))
    freeAt[first] = (freeAt[first] ?? 0) + seconds
  }
  return prepare + Math.max(...freeAt) + finish
}
