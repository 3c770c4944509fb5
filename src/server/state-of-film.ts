import { fileNameOf } from '../assets/image-order.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import { hashOf } from '../shared/hash.ts'
import type { Site } from '../templates/site.ts'
import type { ReadyState } from './preview-state.ts'

/** What the page is told of a film that can be rendered. */
export function stateOfFilm(filmName: string, plan: FilmPlan, sites: readonly Site[]): ReadyState {
  const { output, frames, warnings } = plan
  const scenes = plan.scenes.map(({ index, range, name, template, images }) => ({
    number: index + 1,
    name,
    template,
    ...range,
    page: `scenes/${index + 1}${sites[index]?.entry ?? ''}`,
    // The prepared file's name makes another address of another picture: a browser shows the same one from memory.
    thumbnail: `thumbnails/${index + 1}?${images.map(fileNameOf).join()}`,
  }))
  // As for thumbnails: another sound has another address.
  const sound = plan.sound && `sound?${hashOf(plan.sound)}`
  return { status: 'ready', filmName, width: output.width, height: output.height, fps: output.fps, frames, scenes, sound, warnings }
}
