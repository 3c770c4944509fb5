import { measureChange } from './measure-change.ts'
import type { Picture } from '../picture/picture.ts'
import type { Finding } from '../verdict.ts'

/** Neighbours are looked at as far as this, in frames. */
const reachFrames = 3
/** A neighbour is the picture of the baseline where no more than this of the difference is left. */
const leftShare = 0.15

export type TimedFrame = {
  readonly baseline: Picture
  readonly actual: Picture
  /**
   * Draws another frame of the film as it is now.
   * @param offset from this frame, in frames; negative before it
   * @returns null where the film has no such frame
   */
  readonly actualAt: (offset: number) => Promise<Picture | null>
}

/**
 * Whether a frame has changed because what it showed comes at another time: all of the picture, or a part of it, such as a caption.
 * Neighbours are drawn one after the other, the nearest first, until one fits.
 */
export async function nameTiming({ baseline, actual, actualAt }: TimedFrame): Promise<readonly Finding[]> {
  const change = measureChange(baseline, actual)
  if (!change) return []
  const before = await actualAt(-1)
  const isDoubled = before !== null && !measureChange(before, actual)
  let best: { readonly offset: number; readonly left: number } | null = null
  for (const offset of nearestFirst()) {
    const neighbour = offset === -1 ? before : await actualAt(offset)
    if (!neighbour) continue
    const left = change.energyOf(baseline, neighbour) / change.energy
    if (left <= leftShare && left < (best?.left ?? Infinity)) best = { offset, left }
    if (left === 0) break
  }
  if (isDoubled)
    return [
      { kind: 'late', text: `shows the frame before it a second time${best && best.offset > 0 ? `: ${timeText(best.offset, change.place)}` : ''}` },
    ]
  return best ? [{ kind: best.offset > 0 ? 'late' : 'early', text: timeText(best.offset, change.place) }] : []
}

function nearestFirst(): readonly number[] {
  return Array.from({ length: reachFrames }, (_none, at) => [at + 1, -at - 1]).flat()
}

function timeText(offset: number, place: string | null): string {
  const frames = Math.abs(offset) === 1 ? 'one frame' : `${Math.abs(offset)} frames`
  return `the picture of the baseline comes ${frames} ${offset > 0 ? 'later' : 'earlier'}${place === null ? '' : `, ${place}`}`
}
