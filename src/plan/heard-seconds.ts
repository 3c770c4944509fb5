import type { Trim } from '../film/film-sound.ts'

/** How long a trimmed sound is heard. */
export function heardSeconds({ start, end }: Trim, { durationS }: { readonly durationS: number }): number {
  return Math.max(0, Math.min(end ?? durationS, durationS) - start)
}
