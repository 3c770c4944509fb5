import { gatherAssets, type FilmAssets } from '../assets/gather-assets.ts'
import type { ProbeMemory } from '../assets/probe-memory.ts'
import { gatherFonts } from '../assets/gather-fonts.ts'
import { findFfmpeg } from '../encoder/find-ffmpeg.ts'
import { probeSound } from '../encoder/probe-sound.ts'
import { FilmInvalidError } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import { captionFontWishes } from '../plan/caption-fonts.ts'
import { completeFilm } from '../plan/plan-props.ts'
import { loadTemplate, stageName, type Template } from '../templates/load-template.ts'
import { strictPolicy, trustingPolicy, type AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { DownloadBudget } from '../storage/fetch/download-budget.ts'
import type { KeptDownloads } from '../storage/fetch/kept-downloads.ts'
import { loadFilmTemplates } from './load-film-templates.ts'

type FilmNeeds = {
  /** The same film, completed by its templates: defaults of props are filled in. */
  readonly film: Film
  readonly assets: FilmAssets
  /** By what the scenes call them, and the stage. */
  readonly templates: ReadonlyMap<string, Template>
  /** Of what was downloaded for it. */
  readonly fetchedBytes: number
}
type GatherOptions = {
  /** For downloads. */
  readonly folder: string
  /** Whether every image is decoded to its last row, as `validate` does; a render finds out when it prepares them. */
  readonly decodeImages: boolean
  /** Of earlier films; absent: every file is looked into. */
  readonly memory?: ProbeMemory | undefined
  /** Downloads of earlier loads of the same film. */
  readonly kept?: KeptDownloads | undefined
  /** Where it is absent: everything for a film that was read from a file, the public web for one that came in a request. */
  readonly policy?: AssetPolicy | undefined
}

/**
 * What a film refers to: images, sounds, fonts, templates.
 * @throws FilmInvalidError with everything that cannot be used, CANCELLED, DISK_FULL
 */
export async function gatherFilm(
  film: Film,
  { folder, decodeImages, memory, kept, policy = usualPolicy(film) }: GatherOptions,
  signal: AbortSignal,
): Promise<FilmNeeds> {
  const budget = new DownloadBudget(policy.limits.maxFilmBytes)
  const [{ loaded, faults: templateFaults }, stage] = await Promise.all([loadFilmTemplates(film), loadTemplate(stageName)])
  const { film: completed, propImages, fontWishes, texts, faults: propFaults } = completeFilm(film, loaded)
  const gathered = await gatherAssets(completed, {
    ...{ folder, policy, budget, kept, decodeImages, propImages, memory, signal },
    probeSound: (path, name) => probeSound(findFfmpeg(), path, name, signal),
  })
  const captions = 'assets' in gathered ? captionFontWishes(completed, gathered.assets) : []
  const drawn = texts.map(({ template, ...text }) => ({ ...text, fontPaths: loaded.get(template)?.fontPaths ?? [] }))
  const fonts = await gatherFonts(completed, [...fontWishes, ...captions], { folder, policy, budget, kept, texts: drawn, signal })
  const faults = [...templateFaults, ...propFaults]
  if ('faults' in gathered || 'faults' in fonts || faults.length > 0) {
    const faultsOf = (part: typeof gathered | typeof fonts) => ('faults' in part ? part.faults : [])
    throw new FilmInvalidError([...faults, ...faultsOf(fonts), ...faultsOf(gathered)])
  }
  const assets = { ...gathered.assets, fonts: fonts.fonts }
  return { film: completed, assets, templates: new Map<string, Template>([...loaded, [stageName, stage]]), fetchedBytes: budget.taken }
}

function usualPolicy({ folder }: Film): AssetPolicy {
  return folder === null ? strictPolicy : trustingPolicy
}
