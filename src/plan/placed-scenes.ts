import type { FilmPlan } from './plan-film.ts'
import { overlap } from './plan-range.ts'
import { durationOf } from './timeline.ts'

/** When a scene is shown in the file that is rendered, in seconds from the file's start. */
export type PlacedScene = { readonly scene: number; readonly fromS: number; readonly toS: number }

/** Scenes that the file does not show are left out; one that it shows a part of is there with that part. */
export function placedScenes({ scenes, range, output }: Pick<FilmPlan, 'scenes' | 'range' | 'output'>): readonly PlacedScene[] {
  return scenes.flatMap((scene) => {
    const shown = overlap(scene.range, range)
    if (shown === null) return []
    const [fromS, toS] = [durationOf(shown.from - range.from, output.fps), durationOf(shown.to - range.from, output.fps)]
    return [{ scene: scene.index, fromS, toS }]
  })
}
