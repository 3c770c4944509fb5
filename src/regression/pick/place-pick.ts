import type { FilmPlan } from '../../plan/plan-film.ts'
import { durationOf } from '../../plan/timeline.ts'
import type { FramePick } from '../frame-pick.ts'

/** A frame with its time and scene. */
export function placePick(pick: Omit<FramePick, 'seconds' | 'scene'>, { scenes, output }: Pick<FilmPlan, 'scenes' | 'output'>): FramePick {
  const scene = (scenes.find(({ range }) => pick.frame < range.to)?.index ?? 0) + 1
  return { ...pick, seconds: durationOf(pick.frame, output.fps), scene }
}
