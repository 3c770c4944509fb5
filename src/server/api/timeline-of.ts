import type { ValidateResult } from '../../api/film-checks.ts'
import type { Film } from '../../film/film.ts'
import type { FilmPlan } from '../../plan/plan-film.ts'
import { durationOf, sceneRanges, type FrameRange } from '../../plan/timeline.ts'

/** When each scene is to be seen; null where that is known only when sounds have been looked into. */
export function timelineOf(film: Film, plan: FilmPlan | null): ValidateResult['timeline'] {
  const { fps } = film.output
  const ranges = plan ? plan.scenes.map(({ range }) => range) : sceneRangesOf(film)
  if (!ranges) return null
  return ranges.map(({ from, to }, scene) => ({
    scene,
    startSeconds: durationOf(from, fps),
    durationSeconds: durationOf(to - from, fps),
    frames: to - from,
  }))
}

/** Of a film that says every duration itself; null of any other. */
export function sceneRangesOf({ scenes, output }: Pick<Film, 'scenes' | 'output'>): readonly FrameRange[] | null {
  const durations = scenes.flatMap(({ duration }) => (duration === 'auto' ? [] : [duration]))
  return durations.length === scenes.length ? sceneRanges(durations, output.fps) : null
}
