import { alignMiddle, type Step } from './align-middle.ts'
import { distance, type Thumbnails } from './thumbnails.ts'

/** Which frame of the film shows which of the baseline. */
export type Alignment = {
  /** In their order; both numbers only grow. */
  readonly pairs: readonly { readonly baseline: number; readonly actual: number }[]
  /** Frames of the baseline that the film does not have; `beforeActual` is the film's frame that comes next. */
  readonly missing: readonly Gap[]
  /** Frames of the film that the baseline does not have; `before` is the baseline's frame that comes next. */
  readonly extra: readonly Gap[]
}

/** Frames `from` to `to`, included, that have no partner; `before` counts in the other film. */
export type Gap = { readonly from: number; readonly to: number; readonly before: number }

/** Differences of distances below this are noise, in levels. */
const even = 0.02
/** Frames that differ by more than this many levels may still belong together, but that has to be found out. */
const alike = 2

/**
 * Aligns two films by their frames' thumbnails. Where both go together from the start and to the end, nothing is searched; what lies between is
 * aligned by the least difference. Frames that were only exchanged for others are pairs, too: it is numbers of frames that are told here, not looks.
 */
export function alignFrames(baseline: Thumbnails, actual: Thumbnails, fps: number): Alignment {
  const [n, m] = [baseline.count, actual.count]
  const before = goesTogether(Math.min(n, m), (index) => fitsHere(baseline, actual, index, index))
  const after = goesTogether(Math.min(n, m) - before, (index) => fitsHere(baseline, actual, n - 1 - index, m - 1 - index))
  const span = { baseline: { from: before, to: n - after }, actual: { from: before, to: m - after } }
  const steps: Step[] = [
    ...Array.from({ length: before }, () => 'pair' as const),
    ...withSwapsAsPairs(alignMiddle(baseline, actual, span, fps)),
    ...Array.from({ length: after }, () => 'pair' as const),
  ]
  return alignmentOf(steps)
}

function goesTogether(most: number, fits: (index: number) => boolean): number {
  let count = 0
  while (count < most && fits(count)) count++
  return count
}

/** Whether a frame is no more like the neighbours of its partner than like its partner. */
function fitsHere(baseline: Thumbnails, actual: Thumbnails, ofBaseline: number, ofActual: number): boolean {
  const here = distance(baseline, ofBaseline, actual, ofActual)
  if (here < even) return true
  if (here > alike) return false
  const neighbours = [-1, 1].flatMap((step) => [
    ...(isIn(baseline, ofBaseline + step) ? [distance(baseline, ofBaseline + step, actual, ofActual)] : []),
    ...(isIn(actual, ofActual + step) ? [distance(baseline, ofBaseline, actual, ofActual + step)] : []),
  ])
  return neighbours.every((neighbour) => here <= neighbour + even)
}

function isIn({ count }: Thumbnails, frame: number): boolean {
  return frame >= 0 && frame < count
}

/** Frames that are missing where others are extra are frames that look otherwise. */
function withSwapsAsPairs(steps: readonly Step[]): readonly Step[] {
  const result: Step[] = []
  for (let at = 0; at < steps.length;) {
    let end = at
    const counts = { missing: 0, extra: 0 }
    for (let step = steps[end]; step === 'missing' || step === 'extra'; step = steps[++end]) counts[step]++
    const swapped = Math.min(counts.missing, counts.extra)
    result.push(...filled('pair', swapped), ...filled('missing', counts.missing - swapped), ...filled('extra', counts.extra - swapped))
    if (end === at) result.push(steps[end++] ?? 'pair')
    at = end
  }
  return result
}

function filled(step: Step, length: number): readonly Step[] {
  return Array.from({ length }, () => step)
}

function alignmentOf(steps: readonly Step[]): Alignment {
  const pairs: { baseline: number; actual: number }[] = []
  const gaps = { missing: [] as Gap[], extra: [] as Gap[] }
  let [baseline, actual] = [0, 0]
  for (const [index, step] of steps.entries()) {
    if (step === 'pair') pairs.push({ baseline: baseline++, actual: actual++ })
    else {
      const [own, other] = step === 'missing' ? [baseline++, actual] : [actual++, baseline]
      const last = steps[index - 1] === step ? gaps[step].pop() : undefined
      gaps[step].push({ from: last?.from ?? own, to: own, before: other })
    }
  }
  return { pairs, ...gaps }
}
