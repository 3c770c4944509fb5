import { FilmInvalidError, pointerOf } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { TransitionInput } from '../film/transition-schema.ts'
import type { StageTransition } from '../templates/scene-site.ts'
import { frameTimeMs, type FrameRange } from './timeline.ts'

/** A transition into a scene: it is drawn in the first `frames` frames of the scene's slot. */
export type PlannedTransition = { readonly frames: number; readonly stage: StageTransition }

/**
 * The transition into each scene; null for a cut. The film's own applies to all scenes but the first, which has none before it.
 * A transition never changes when a scene starts or ends: the scene before moves on under it.
 * @throws FilmInvalidError where a scene is shorter than the transition into it
 */
export function planTransitions(
  { scenes, transition, background, output }: Film,
  ranges: readonly FrameRange[],
): readonly (PlannedTransition | null)[] {
  const { num, den } = output.fps
  const faults = scenes.flatMap((scene, index) => {
    const wish = scene.transition ?? (index === 0 ? null : transition)
    const frames = framesOf(wish, num / den)
    const { from, to } = ranges[index] ?? { from: 0, to: 0 }
    if (!wish || frames <= to - from) return []
    const pointer = scene.transition ? pointerOf(['scenes', index, 'transition', 'duration']) : '/transition/duration'
    const lengthS = (((to - from) * den) / num).toFixed(2)
    return [{ pointer, message: `is longer than scene ${index + 1}, which lasts ${lengthS} s`, value: wish.duration, allowed: `up to ${lengthS}` }]
  })
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return scenes.map((scene, index) => {
    const wish = scene.transition ?? (index === 0 ? null : transition)
    const frames = framesOf(wish, num / den)
    if (!wish || frames === 0) return null
    const { type, direction, easing, colour } = wish
    const through = type === 'dip-to-colour' ? colour : background
    return { frames, stage: { type, direction, easing, through, durationMs: frameTimeMs(frames, output.fps) } }
  })
}

function framesOf(wish: TransitionInput | null, fps: number): number {
  return !wish || wish.type === 'cut' ? 0 : Math.round(wish.duration * fps)
}
