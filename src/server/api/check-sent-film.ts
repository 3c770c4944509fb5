import { FilmInvalidError, pointerOf, type Fault } from '../../film/fault.ts'
import type { Film } from '../../film/film.ts'
import { assetId } from '../../api/asset.ts'
import type { Call } from './route.ts'

/** As many as the film format takes; of more, nothing else is looked at. */
const mostScenes = 1000

/**
 * Checks the film of a request as far as that can be done without fetching anything.
 * @throws FilmInvalidError with every fault
 */
export async function checkSentFilm(raw: Readonly<Record<string, unknown>>, { parts, owner }: Pick<Call, 'parts' | 'owner'>): Promise<Film> {
  const { scenes } = raw
  if (Array.isArray(scenes) && scenes.length > mostScenes) {
    throw new FilmInvalidError([{ pointer: '/scenes', message: `has ${scenes.length} scenes`, allowed: `a list of 1 to ${mostScenes} items` }])
  }
  const film = parts.parseFilm(raw)
  const named = assetsIn(raw, [])
  const found = await Promise.all(named.map(async ({ id }) => parts.assets.has(id, owner)))
  const faults: readonly Fault[] = named.flatMap(({ id, path }, index) =>
    found[index] ? [] : [{ pointer: pointerOf(path), message: 'names an asset that was not sent to this server', value: id }],
  )
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return film
}

type NamedAsset = { readonly id: string; readonly path: readonly PropertyKey[] }

/** Uploaded files that a film names, wherever that is. */
function assetsIn(value: unknown, path: readonly PropertyKey[]): readonly NamedAsset[] {
  if (typeof value === 'string') return assetId.safeParse(value).success ? [{ id: value, path }] : []
  if (typeof value !== 'object' || value === null) return []
  const entries: Iterable<readonly [PropertyKey, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value)
  return [...entries].flatMap(([key, item]) => assetsIn(item, [...path, key]))
}
