import type { FrameSpan } from '../../../encoder/comparison/compare-films-job.ts'
import type { Alignment } from './align-frames.ts'

type Pairs = Alignment['pairs']

/** The frames of both films that belong together, as few spans. */
export function spansOf(pairs: Pairs): { readonly baseline: readonly FrameSpan[]; readonly actual: readonly FrameSpan[] } {
  const spans = (side: 'baseline' | 'actual') => {
    const result: { from: number; to: number }[] = []
    for (const { [side]: frame } of pairs) {
      const last = result.at(-1)
      if (last?.to === frame - 1) last.to = frame
      else result.push({ from: frame, to: frame })
    }
    return result
  }
  return { baseline: spans('baseline'), actual: spans('actual') }
}

/** Frame by frame; what one film has more at its end has no partner. */
export function pairsByNumber(baseline: number, actual: number): Alignment {
  const both = Math.min(baseline, actual)
  const rest = (count: number) => (count > both ? [{ from: both, to: count - 1, before: both }] : [])
  return { pairs: Array.from({ length: both }, (_, frame) => ({ baseline: frame, actual: frame })), missing: rest(baseline), extra: rest(actual) }
}
