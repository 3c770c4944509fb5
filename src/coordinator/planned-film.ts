import { amendFilm, type AmendedFilm } from './amend-film.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import type { RenderChange } from './render-change.ts'

/** The film as the render's current plan has it. What was left out since then is left out of the next plan. */
export async function plannedFilm({ films }: CoordinatorContext, { row, session }: RenderChange): Promise<AmendedFilm> {
  return amendFilm(await films.get(session, row.id), row.leftOut.slice(0, row.leftOutPlanned))
}
