import type { RenderRequest } from '../api/render-request.ts'
import type { Session } from '../engine/database.ts'
import { filmOfRender } from '../engine/records/render-records.ts'

const maxFilms = 16

/** The films of the last renders that were worked on: every chunk is leased with its film, and a film never changes. */
export class FilmCache {
  readonly #films = new Map<string, RenderRequest['film']>()

  async get(session: Session, renderId: string): Promise<RenderRequest['film']> {
    const film = this.#films.get(renderId) ?? (await filmOfRender(session, renderId))
    if (!film) throw new Error(`render ${renderId} is gone`)
    this.#films.delete(renderId)
    this.#films.set(renderId, film)
    const [oldest] = this.#films.keys()
    if (this.#films.size > maxFilms && oldest !== undefined) this.#films.delete(oldest)
    return film
  }
}
