import type { EncoderWish } from '../encoder/choose-encoder.ts'
import type { Film } from '../film/film.ts'
import { planFilm, type FilmPlan } from '../plan/plan-film.ts'
import type { Template } from '../templates/load-template.ts'
import { gatherFilm } from './gather-film.ts'
import type { MethodWish } from './methods.ts'
import { renderKeyOf } from './render-key.ts'
import { openToolbox, type Toolbox } from './toolbox.ts'

export type PreparedFilm = { readonly plan: FilmPlan; readonly toolbox: Toolbox; readonly templates: ReadonlyMap<string, Template> }

/**
 * Looks into everything that a film needs, programs and assets at the same time, and plans the work.
 * @param folder for downloads
 * @throws as gatherFilm and openToolbox
 */
export async function prepareFilm(
  film: Film,
  { encoder, method, verify }: { encoder: EncoderWish; method: MethodWish; verify: boolean },
  folder: string,
  signal: AbortSignal,
): Promise<PreparedFilm> {
  const [toolbox, { assets, templates }] = await Promise.all([
    openToolbox(film.output.codec, encoder, signal),
    gatherFilm(film, { folder, decodeImages: false }, signal),
  ])
  return { plan: planFilm(film, assets, renderKeyOf(toolbox, { method, verify }, film.output, templates)), toolbox, templates }
}
