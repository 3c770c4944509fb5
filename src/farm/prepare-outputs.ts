import { lineOf } from '../film/fault.ts'
import type { FilmFile } from '../film/film-files.ts'
import { onceEach } from '../plan/plan-each.ts'
import { checkDraft } from './check-draft.ts'
import { prepareFilms, type PreparedFilms, type PrepareOrder } from './prepare-film.ts'
import type { RenderListener } from './render-events.ts'

/** Prepares every file of a film, and tells once what is doubtful about them. @throws as prepareFilms; TEMPLATE_FAILED, as checkDraft */
export async function prepareOutputs(
  files: readonly FilmFile[],
  order: PrepareOrder,
  signal: AbortSignal,
  listen: RenderListener,
): Promise<PreparedFilms> {
  const films = files.map(({ film }) => film)
  const prepared = await prepareFilms(films, order, signal)
  try {
    for (const warning of onceEach(prepared.films.flatMap(({ plan }) => plan.warnings))) listen({ type: 'warning', message: lineOf(warning) })
    const [first] = prepared.films
    if (first) checkDraft(first.plan, order.method, listen)
    return prepared
  } catch (error) {
    await prepared.browsers[Symbol.asyncDispose]()
    throw error
  }
}
