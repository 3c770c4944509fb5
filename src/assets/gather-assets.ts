import type { Cue } from '../film/captions.ts'
import type { Film, Source } from '../film/film.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import { readCaptions } from './read-captions.ts'
import type { FontSet } from './gather-fonts.ts'
import { soundsOf, type SoundAssets, type SoundProbe } from './gather-sounds.ts'
import { Gatherer } from './gatherer.ts'
import { probeImage, type ProbedImage } from './probe-image.ts'

/** Everything that a film refers to, local and looked into. `images` has one entry for each scene. */
export type FilmAssets = SoundAssets & {
  readonly images: readonly ProbedImage[]
  readonly fonts: FontSet
  readonly watermark: ProbedImage | null
  /** Of the film's caption file, in film time. */
  readonly captions: readonly Cue[] | null
}

type Gathering = {
  /** Downloads go here. */
  readonly folder: string
  readonly probeSound: SoundProbe
  readonly decodeImages: boolean
  readonly signal: AbortSignal
}

/** A film with what it refers to, or everything in it that cannot be used. */
export type Gathered = { readonly assets: Omit<FilmAssets, 'fonts'> } | { readonly faults: readonly Fault[] }

/** Fetches and looks into every asset, each address once. @throws CANCELLED, DISK_FULL */
export async function gatherAssets(film: Film, { folder, probeSound, decodeImages, signal }: Gathering): Promise<Gathered> {
  const gatherer = new Gatherer(folder, signal)
  const image = (source: Source, pointer: string, attention = false) => {
    const probe = (path: string) => probeImage(path, source.text, { decode: decodeImages, attention })
    return gatherer.take(source, { pointer, kind: attention ? 'watched image' : 'image', probe })
  }
  const images = film.scenes.map((scene, index) => image(scene.image, pointerOf(['scenes', index, 'image']), scene.focus === 'auto'))
  const sounds = soundsOf(film, gatherer, probeSound)
  const watermark = film.watermark ? image(film.watermark.source, '/watermark/source') : Promise.resolve(null)
  const captions = film.captions.source ? captionsOf(gatherer, film.captions.source, film.captions.language) : Promise.resolve(null)
  // Also when one has been cancelled the others are waited for: their programs still end.
  await Promise.allSettled([...images, sounds, watermark, captions])
  const [gotImages, gotSounds] = await Promise.all([Promise.all(images), sounds])
  const ofFilm = { watermark: await watermark, captions: await captions }
  const faults = gatherer.faults()
  if (faults.length > 0) return { faults }
  return { assets: { images: gotImages.filter((probed) => probed !== null), ...gotSounds, ...ofFilm } }
}

async function captionsOf(gatherer: Gatherer, source: Source, language: string): Promise<readonly Cue[] | null> {
  const pointer = '/captions/source'
  const read = await gatherer.take(source, {
    pointer,
    kind: 'captions',
    probe: (path) => readCaptions(path, source.text, language),
    faultsOf: (found) => ('cues' in found ? [] : found.mistakes.map((message) => ({ pointer, message }))),
  })
  return read && 'cues' in read ? read.cues : null
}
