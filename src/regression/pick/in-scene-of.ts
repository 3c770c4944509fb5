import type { FilmPlan } from '../../plan/plan-film.ts'
import type { FramePick } from '../frame-pick.ts'

/** The number of a frame from the start of its scene. */
export function inSceneOf({ frame, scene }: FramePick, { scenes }: Pick<FilmPlan, 'scenes'>): number {
  return frame - (scenes[scene - 1]?.range.from ?? 0)
}
