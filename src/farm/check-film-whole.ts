import type { Film } from '../film/film.ts'
import { planFilm, type FilmPlan } from '../plan/plan-film.ts'
import { gatherFilm } from './gather-film.ts'

/**
 * Everything about a film that can be known without rendering it: assets to their last byte, time line, warnings.
 * @param folder for downloads
 * @throws FilmInvalidError with every fault
 */
export async function checkFilmWhole(film: Film, folder: string, signal: AbortSignal): Promise<FilmPlan> {
  const { film: completed, assets } = await gatherFilm(film, { folder, decodeImages: true }, signal)
  // The chunks' hashes are of no use here, so what else would decide them is left out.
  return planFilm(completed, assets, { templates: {}, renderer: null })
}
