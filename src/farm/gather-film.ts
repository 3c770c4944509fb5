import { gatherAssets, type FilmAssets } from '../assets/gather-assets.ts'
import { findFfmpeg } from '../encoder/find-ffmpeg.ts'
import { probeSound } from '../encoder/probe-sound.ts'
import { FilmInvalidError } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import { completeFilm } from '../plan/plan-props.ts'
import { loadTemplate, stageName, type Template } from '../templates/load-template.ts'
import { loadFilmTemplates } from './load-film-templates.ts'

type FilmNeeds = {
  /** The same film, completed by its templates: defaults of props are filled in. */
  readonly film: Film
  readonly assets: FilmAssets
  /** By what the scenes call them, and the stage. */
  readonly templates: ReadonlyMap<string, Template>
}
type GatherOptions = {
  /** For downloads. */
  readonly folder: string
  /** Whether every image is decoded to its last row, as `validate` does; a render finds out when it prepares them. */
  readonly decodeImages: boolean
}

/**
 * What a film refers to: images, sounds, templates.
 * @throws FilmInvalidError with everything that cannot be used, CANCELLED, DISK_FULL
 */
export async function gatherFilm(film: Film, { folder, decodeImages }: GatherOptions, signal: AbortSignal): Promise<FilmNeeds> {
  const { loaded, faults: templateFaults } = await loadFilmTemplates(film)
  const { film: completed, propImages, faults: propFaults } = completeFilm(film, loaded)
  const gathered = await gatherAssets(completed, {
    ...{ folder, decodeImages, propImages, signal },
    probeSound: (path, name) => probeSound(findFfmpeg(), path, name, signal),
  })
  const faults = [...templateFaults, ...propFaults]
  if ('faults' in gathered || faults.length > 0) throw new FilmInvalidError([...faults, ...('faults' in gathered ? gathered.faults : [])])
  const stage = await loadTemplate(stageName)
  return { film: completed, assets: gathered.assets, templates: new Map<string, Template>([...loaded, [stageName, stage]]) }
}
