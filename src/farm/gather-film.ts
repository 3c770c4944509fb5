import { gatherAssets, type FilmAssets } from '../assets/gather-assets.ts'
import { gatherFonts } from '../assets/gather-fonts.ts'
import { findFfmpeg } from '../encoder/find-ffmpeg.ts'
import { probeSound } from '../encoder/probe-sound.ts'
import { FilmInvalidError, pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import { captionFontWishes } from '../plan/caption-fonts.ts'
import { loadTemplate, stageName, templateNames, type Template } from '../templates/load-template.ts'

type FilmNeeds = { readonly assets: FilmAssets; readonly templates: ReadonlyMap<string, Template> }
type GatherOptions = {
  /** For downloads. */
  readonly folder: string
  /** Whether every image is decoded to its last row, as `validate` does; a render finds out when it prepares them. */
  readonly decodeImages: boolean
}

/**
 * What a film refers to: images, sounds, fonts, templates.
 * @throws FilmInvalidError with everything that cannot be used, CANCELLED, DISK_FULL
 */
export async function gatherFilm(film: Film, { folder, decodeImages }: GatherOptions, signal: AbortSignal): Promise<FilmNeeds> {
  const [gathered, templates] = await Promise.all([
    gatherAssets(film, { folder, decodeImages, signal, probeSound: (path, name) => probeSound(findFfmpeg(), path, name, signal) }),
    loadFilmTemplates(film),
  ])
  const captions = 'assets' in gathered ? captionFontWishes(film, gathered.assets) : []
  const fonts = await gatherFonts(film, captions, { folder, signal })
  if ('faults' in gathered || 'faults' in fonts || templates.faults.length > 0) {
    const faultsOf = (part: typeof gathered | typeof fonts) => ('faults' in part ? part.faults : [])
    throw new FilmInvalidError([...templates.faults, ...faultsOf(fonts), ...faultsOf(gathered)])
  }
  return { assets: { ...gathered.assets, fonts: fonts.fonts }, templates: templates.loaded }
}

async function loadFilmTemplates(film: Film): Promise<{ loaded: ReadonlyMap<string, Template>; faults: readonly Fault[] }> {
  const known = await templateNames()
  const faults = film.scenes.flatMap(({ template }, index) =>
    known.includes(template)
      ? []
      : [{ pointer: pointerOf(['scenes', index, 'template']), message: 'is not a template', value: template, allowed: known.join(', ') }],
  )
  const names = [...new Set(film.scenes.map(({ template }) => template))].filter((name) => known.includes(name))
  const loaded = await Promise.all([...names, stageName].map(async (name) => [name, await loadTemplate(name)] as const))
  return { loaded: new Map(loaded), faults }
}
