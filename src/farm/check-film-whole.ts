import { filmOfEach } from '../film/film-files.ts'
import type { Film } from '../film/film.ts'
import { onceEach, planEach } from '../plan/plan-each.ts'
import { planFilm, type FilmPlan } from '../plan/plan-film.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { gatherFilm } from './gather-film.ts'

type CheckOptions = { readonly folder: string; readonly policy: AssetPolicy }

/**
 * Everything about a film that can be known without rendering it: assets to their last byte, time line, warnings.
 * @param options.folder for downloads
 * @returns the plan of its first file, with the warnings of all of them
 * @throws FilmInvalidError with every fault
 */
export async function checkFilmWhole(film: Film, options: CheckOptions, signal: AbortSignal): Promise<FilmPlan> {
  const { film: completed, assets } = await gatherFilm(film, { ...options, decodeImages: true }, signal)
  // The chunks' hashes are of no use here, so what else would decide them is left out.
  const plans = planEach(filmOfEach(completed), (one) => planFilm(one, assets, { templates: {}, renderer: null }))
  const [first] = plans
  if (!first) throw new Error('unreachable: a film has a file')
  return { ...first, warnings: onceEach(plans.flatMap(({ warnings }) => warnings)) }
}
