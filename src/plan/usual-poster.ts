import type { FilmPlan } from './plan-film.ts'
import { overlap } from './plan-range.ts'
import type { PlannedPicture } from './plan-pictures.ts'

/**
 * The poster of a film that asks for none: the middle of what is to be seen of its first scene, where nothing is coming or going.
 * @returns of the file that is rendered, as large as it
 */
export function usualPoster({ scenes, range, output }: Pick<FilmPlan, 'scenes' | 'range' | 'output'>): PlannedPicture {
  const [first = range] = scenes.flatMap((scene) => overlap(scene.range, range) ?? [])
  const frame = Math.floor((first.from + first.to) / 2) - range.from
  // JPEG would make black of what is transparent.
  return { frame, widthPx: output.width, format: output.alpha ? 'png' : 'jpeg' }
}
