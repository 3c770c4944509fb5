import type { FrameRate } from '../../film/film.ts'
import type { ScenePlan } from '../../plan/plan-scene.ts'
import { frameAt } from '../../plan/timeline.ts'
import type { PickReason } from '../frame-pick.ts'
import { captionStates } from './caption-states.ts'

/** In a scene that is shorter nobody sees which easing it has. */
const quarterMs = 2000

/** A frame before it is known whether another one of the scene is the same. */
export type ScenePick = { readonly name: string; readonly frame: number; readonly why: readonly PickReason[] }

/**
 * The frames of a scene that show what can go wrong in it: its ends and its middle; in longer ones a quarter, as easings that are alike
 * forwards and backwards (linear, ease-in-out) meet in the middle; the half-way of the transition into it; and each state of its captions,
 * half-way and when it begins: one that comes a frame late is seen nowhere else.
 * A frame that is picked for several reasons has the name of the first.
 */
export function scenePicks(
  { index, range: { from, to }, stage }: Pick<ScenePlan, 'index' | 'range' | 'stage'>,
  fps: FrameRate,
): readonly ScenePick[] {
  if (from >= to) return []
  const scene = `scene-${twoDigits(index + 1)}`
  const all: ScenePick[] = [
    { name: `${scene}-first`, frame: from, why: ['first'] },
    { name: `${scene}-middle`, frame: middleOf(from, to), why: ['middle'] },
    { name: `${scene}-last`, frame: to - 1, why: ['last'] },
  ]
  if (to - from >= frameAt(quarterMs / 1000, fps)) all.push({ name: `${scene}-quarter`, frame: from + Math.floor((to - from) / 4), why: ['quarter'] })
  if (stage.transition) {
    const frames = frameAt(stage.transition.durationMs / 1000, fps)
    const name = index === 0 ? `into-${scene}` : `scene-${twoDigits(index)}-to-${twoDigits(index + 1)}`
    all.push({ name, frame: from + Math.floor(frames / 2), why: ['transition'] })
  }
  for (const [number, state] of captionStates(stage.captions, fps).entries()) {
    const name = `${scene}-caption-${twoDigits(number + 1)}`
    all.push(
      { name, frame: from + middleOf(state.from, state.to), why: ['caption'] },
      { name: `${name}-start`, frame: from + state.from, why: ['caption'] },
    )
  }
  return [...Map.groupBy(all, ({ frame }) => frame).values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, why: [...first.why, ...others.flatMap(({ why }) => why)] }] : [],
  )
}

function middleOf(from: number, to: number): number {
  return Math.floor((from + to - 1) / 2)
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
