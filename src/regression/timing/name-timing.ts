import { measureChange } from './measure-change.ts'
import { withoutMasks } from '../compare/zones.ts'
import type { Picture } from '../picture/picture.ts'
import type { RuleBox } from '../rules/picture-rules.ts'
import type { Finding } from '../verdict.ts'

/** Neighbours are looked at as far as this, in frames. */
export const reachFrames = 3
/** A neighbour that leaves less of it is on the way there. */
const nearerShare = 0.9
/** A neighbour is the picture of the baseline where no more than this of the difference is left. */
const leftShare = 0.15

export type TimedFrame = {
  /** What is left out, in all frames. */
  readonly masks: readonly RuleBox[]
  readonly baseline: Picture
  readonly actual: Picture
  /**
   * Another frame of the film as it is now.
   * @param offset from this frame, in frames; negative before it
   * @returns null where the film has no such frame, or it was not drawn
   */
  readonly actualAt: (offset: number) => Picture | null
}

/**
 * Whether a frame has changed because what it showed comes at another time: all of the picture, or a part of it, such as a caption.
 * Neighbours are looked at one after the other, the nearest first, until one fits.
 */
export function nameTiming(frame: TimedFrame): readonly Finding[] {
  const { baseline, actual, actualAt } = withoutMasked(frame)
  const change = measureChange(baseline, actual)
  if (!change) return []
  const before = actualAt(-1)
  const isDoubled = before !== null && isSame(before, actual) && !isStill(actual, [actualAt(1), actualAt(-2)])
  let best: { readonly offset: number; readonly left: number } | null = null
  for (const offset of nearestFirst()) {
    const neighbour = offset === -1 ? before : actualAt(offset)
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

/** A picture that stands for longer, such as a title, is the same as the one before it by right. */
function isStill(actual: Picture, around: readonly (Picture | null)[]): boolean {
  return around.some((picture) => picture !== null && isSame(picture, actual))
}

function isSame(a: Picture, b: Picture): boolean {
  return measureChange(a, b) === null
}

/**
 * Whether frames further than the next ones have to be looked at: not where one of these has the very picture.
 * @param isDoubtful the change need not come from another time, as one of colour: then not where neither of them is any nearer to the baseline
 */
export function liesFurther(frame: TimedFrame, isDoubtful: boolean): boolean {
  const { baseline, actual, actualAt } = withoutMasked(frame)
  const change = measureChange(baseline, actual)
  if (!change) return false
  const left = [1, -1].flatMap((offset) => {
    const neighbour = actualAt(offset)
    return neighbour ? [change.energyOf(baseline, neighbour) / change.energy] : []
  })
  return Math.min(Infinity, ...left) > 0 && (!isDoubtful || left.some((share) => share < nearerShare))
}

function withoutMasked({ masks, baseline, actual, actualAt }: TimedFrame): Omit<TimedFrame, 'masks'> {
  const neighbour = (offset: number) => {
    const picture = actualAt(offset)
    return picture && withoutMasks(picture, masks)
  }
  return { baseline: withoutMasks(baseline, masks), actual: withoutMasks(actual, masks), actualAt: neighbour }
}

function nearestFirst(): readonly number[] {
  return Array.from({ length: reachFrames }, (_none, at) => [at + 1, -at - 1]).flat()
}

function timeText(offset: number, place: string | null): string {
  const frames = Math.abs(offset) === 1 ? 'one frame' : `${Math.abs(offset)} frames`
  return `the picture of the baseline comes ${frames} ${offset > 0 ? 'later' : 'earlier'}${place === null ? '' : `, ${place}`}`
}
