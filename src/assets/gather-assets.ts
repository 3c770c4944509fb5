import type { Cue } from '../film/captions.ts'
import type { Film, Source } from '../film/film.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import { readCaptions } from './read-captions.ts'
import type { FontSet } from './gather-fonts.ts'
import { soundsOf, type SoundAssets, type SoundProbe } from './gather-sounds.ts'
import { Gatherer, type Fetching } from './gatherer.ts'
import type { ProbeMemory } from './probe-memory.ts'
import { probeImage, type ProbedImage } from './probe-image.ts'

/** An image that a template's props name: where among them, and where in the film file. */
export type PropImage = { readonly path: readonly (string | number)[]; readonly pointer: string; readonly source: Source }
export type ProbedPropImage = { readonly path: PropImage['path']; readonly image: ProbedImage }

/** Everything that a film refers to, local and looked into. The lists have one entry for each scene. */
export type FilmAssets = SoundAssets & {
  /** null for a scene without a photograph. */
  readonly images: readonly (ProbedImage | null)[]
  readonly propImages: readonly (readonly ProbedPropImage[])[]
  readonly fonts: FontSet
  readonly watermark: ProbedImage | null
  /** Of the film's caption file, in film time. */
  readonly captions: readonly Cue[] | null
}

type Gathering = Fetching & {
  readonly probeSound: SoundProbe
  readonly decodeImages: boolean
  readonly memory?: ProbeMemory | undefined
  /** Of each scene's props. */
  readonly propImages: readonly (readonly PropImage[])[]
}

/** A film with what it refers to, or everything in it that cannot be used. */
export type Gathered = { readonly assets: Omit<FilmAssets, 'fonts'> } | { readonly faults: readonly Fault[] }

/** Fetches and looks into every asset, each address once. @throws CANCELLED, DISK_FULL */
export async function gatherAssets(film: Film, gathering: Gathering): Promise<Gathered> {
  const { policy, probeSound, decodeImages, propImages, memory } = gathering
  const limits = { maxPixels: policy.limits.maxImagePixels, drawings: policy.drawings }
  const gatherer = new Gatherer(gathering, memory)
  const image = (source: Source, pointer: string, attention = false) => {
    const probe = (path: string) => probeImage(path, source.text, { decode: decodeImages, attention, limits })
    return gatherer.take(source, { pointer, kind: 'image', look: `${decodeImages ? 'whole ' : ''}${attention ? 'attention' : ''}`, probe })
  }
  const ofProp = async ({ path, pointer, source }: PropImage): Promise<ProbedPropImage | null> => {
    const probed = await image(source, pointer)
    return probed && { path, image: probed }
  }
  const images = film.scenes.map((scene, index) =>
    scene.image ? image(scene.image, pointerOf(['scenes', index, 'image']), scene.focus === 'auto') : Promise.resolve(null),
  )
  const ofProps = propImages.map((all) => Promise.all(all.map(ofProp)))
  const sounds = soundsOf(film, gatherer, { probeSound, maxSoundS: policy.limits.maxSoundS })
  const watermark = film.watermark ? image(film.watermark.source, '/watermark/source') : Promise.resolve(null)
  const captions = film.captions.source ? captionsOf(gatherer, film.captions.source, film.captions.language) : Promise.resolve(null)
  // Also when one has been cancelled the others are waited for: their programs still end.
  await Promise.allSettled([...images, ...ofProps, sounds, watermark, captions])
  const [gotImages, gotOfProps, gotSounds] = await Promise.all([Promise.all(images), Promise.all(ofProps), sounds])
  const ofFilm = { watermark: await watermark, captions: await captions }
  const faults = gatherer.faults()
  if (faults.length > 0) return { faults }
  const gotPropImages = gotOfProps.map((all) => all.filter((one) => one !== null))
  return { assets: { images: gotImages, propImages: gotPropImages, ...gotSounds, ...ofFilm } }
}

async function captionsOf(gatherer: Gatherer, source: Source, language: string): Promise<readonly Cue[] | null> {
  const pointer = '/captions/source'
  const read = await gatherer.take(source, {
    pointer,
    kind: 'captions',
    look: language,
    probe: (path) => readCaptions(path, source.text, language),
    faultsOf: (found) => ('cues' in found ? [] : found.mistakes.map((message) => ({ pointer, message }))),
  })
  return read && 'cues' in read ? read.cues : null
}
