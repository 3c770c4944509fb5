import type { TimedCue } from './time-words.ts'

/** Below what the rounding of a file's milliseconds can make. */
const toleranceS = 0.0015

/** Pairs of cues that are shown at the same time, by their starts. */
export function overlapsOf(cues: readonly TimedCue[]): readonly (readonly [TimedCue, TimedCue])[] {
  const overlaps: [TimedCue, TimedCue][] = []
  let longest: TimedCue | undefined
  for (const cue of cues) {
    if (longest && cue.startS < longest.endS - toleranceS) overlaps.push([longest, cue])
    if (!longest || cue.endS > longest.endS) longest = cue
  }
  return overlaps
}

/** Cues one after the other: where several are shown at the same time they become one, the earlier above the later. */
export function stacked(cues: readonly TimedCue[]): readonly TimedCue[] {
  if (overlapsOf(cues).length === 0) return cues
  const borders = [...new Set(cues.flatMap(({ startS, endS }) => [startS, endS]))].toSorted((a, b) => a - b)
  return borders.slice(0, -1).flatMap((startS, index) => {
    const endS = borders[index + 1] ?? startS
    const shown = cues.filter((cue) => cue.startS < endS && cue.endS > startS)
    if (shown.length === 0) return []
    const words = shown.flatMap((cue, at) => (at < shown.length - 1 ? withBreak(cue.words) : cue.words))
    return [{ startS, endS, words }]
  })
}

function withBreak(words: TimedCue['words']): TimedCue['words'] {
  return words.map((word, index) => (index === words.length - 1 ? { ...word, after: '\n' } : word))
}
