import type { FrameDetail } from '../../../encoder/comparison/read-detail.ts'
import type { MeasuredFrame } from '../film-check.ts'

/** Squared levels from pixel to pixel on average: with less there is nothing to see a move or a blur by. */
const leastDetail = 3
/** Beyond this the picture is somewhere else, and how far cannot be told from its neighbours. */
const furthestPx = 2

/**
 * Whether a frame is elsewhere, softer or sharper as a whole, out of how it differs from the baseline's and from its neighbours a pixel away.
 * @returns nulls of a picture without detail
 */
export function detailOfFrame(measures: FrameDetail): Pick<MeasuredFrame, 'move' | 'detail'> {
  if (measures.baselineStep < leastDetail || measures.actualStep < leastDetail / 4) return { move: null, detail: null }
  return { move: moveOf(measures), detail: strengthOf(measures) }
}

/** Where the parabolas through the differences to the left, here, and to the right (above, here, below) are lowest. */
function moveOf({ left, right, up, down, here }: FrameDetail): MeasuredFrame['move'] {
  const [acrossX, acrossY] = [parabola(right, here, left), parabola(down, here, up)]
  return { x: acrossX.at, y: acrossY.at, share: shareOf(acrossX.gain + acrossY.gain, here) }
}

/** `at`: where it is lowest, `gain`: by how much. The three values are a pixel apart. */
function parabola(before: number, here: number, after: number): { readonly at: number; readonly gain: number } {
  const bend = before + after - 2 * here
  // Without a bend there is no detail in this direction, or the lowest place is far away.
  const at = bend <= 0 ? Math.sign(before - after) * furthestPx : (before - after) / (2 * bend)
  if (Math.abs(at) >= furthestPx) return { at: Math.sign(at) * furthestPx, gain: here - Math.min(before, here, after) }
  return { at, gain: (bend * at ** 2) / 2 }
}

/**
 * A blur takes from each pixel a share of its second differences. So what it explains of the difference follows from the energies of
 * first and second differences of both frames: the square of their correlation.
 */
function strengthOf(measures: FrameDetail): MeasuredFrame['detail'] {
  const [before, now] = [secondDifferences(measures, 'baseline'), secondDifferences(measures, 'actual')]
  const lost = measures.baselineStep - measures.actualStep
  return { strength: Math.sqrt(now / before), share: shareOf(lost ** 2 / (2 * (before + now)), measures.here) }
}

/** Their energy, out of those of one step and of two. */
function secondDifferences(measures: FrameDetail, side: 'actual' | 'baseline'): number {
  return Math.max(1e-6, 4 * measures[`${side}Step`] - measures[`${side}Stride`])
}

function shareOf(explained: number, all: number): number {
  return all === 0 ? 0 : Math.min(1, explained / all)
}
