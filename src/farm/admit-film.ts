import { checkFilmLimits, requestLimits, type FilmLimits } from '../film/film-limits.ts'
import type { Film } from '../film/film.ts'
import { parseFilm } from '../film/parse-film.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { refusalOf } from '../storage/fetch/refusal.ts'

/**
 * A film as it comes in a request, checked without asking anybody for anything: it lies nowhere, so it may name no path, no folder of fonts
 * and no template but the built-in ones, and every address is held against the policy. Where the names lead is seen when they are fetched.
 * @param raw the parsed JSON, trusted in nothing
 * @throws FilmInvalidError
 */
export function admitFilm(raw: unknown, policy: AssetPolicy, limits: FilmLimits = requestLimits): Film {
  checkFilmLimits(raw, limits)
  return parseFilm(raw, null, (source) => refusalOf(source, policy)?.reason ?? null)
}
