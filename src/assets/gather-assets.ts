import pLimit from 'p-limit'
import type { Cue } from '../film/captions.ts'
import type { Film, Source } from '../film/film.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import { fetchSource } from '../storage/fetch-source.ts'
import { readCaptions } from './read-captions.ts'
import type { FontSet } from './gather-fonts.ts'
import { probeImage, type ProbedImage } from './probe-image.ts'

export type ProbedSound = { readonly path: string; readonly durationS: number }
type SoundProbe = (path: string, name: string) => Promise<{ readonly durationS: number }>

/** Everything that a film refers to, local and looked into. The lists have one entry for each scene. */
export type FilmAssets = {
  readonly images: readonly ProbedImage[]
  readonly voiceovers: readonly (ProbedSound | null)[]
  readonly music: ProbedSound | null
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

const maxAtOnce = 4

/** Fetches and looks into every asset, each address once. @throws CANCELLED, DISK_FULL */
export async function gatherAssets(film: Film, gathering: Gathering): Promise<Gathered> {
  const faults: Fault[] = []
  const queue = new Gatherer(gathering, faults)
  const images = film.scenes.map(({ image, focus }, index) => queue.image(image, pointerOf(['scenes', index, 'image']), focus === 'auto'))
  const voiceovers = film.scenes.map(({ voiceover }, index) =>
    voiceover ? queue.sound(voiceover.source, pointerOf(['scenes', index, 'voiceover', 'source'])) : Promise.resolve(null),
  )
  const music = film.music ? queue.sound(film.music.source, '/music/source') : Promise.resolve(null)
  const watermark = film.watermark ? queue.image(film.watermark.source, '/watermark/source') : Promise.resolve(null)
  const captions = film.captions.source ? queue.captions(film.captions.source, film.captions.language) : Promise.resolve(null)
  // Also when one has been cancelled the others are waited for: their programs still end.
  await Promise.allSettled([...images, ...voiceovers, music, watermark, captions])
  const [gotImages, gotVoiceovers] = await Promise.all([Promise.all(images), Promise.all(voiceovers)])
  const ofFilm = { music: await music, watermark: await watermark, captions: await captions }
  if (faults.length > 0) return { faults: faults.toSorted((a, b) => queue.placeOf(a) - queue.placeOf(b)) }
  return { assets: { images: gotImages.filter((image) => image !== null), voiceovers: gotVoiceovers, ...ofFilm } }
}

class Gatherer {
  readonly #gathering: Gathering
  readonly #faults: Fault[]
  readonly #once = new Map<string, Promise<unknown>>()
  readonly #pointers: string[] = []
  readonly #inTurn = pLimit(maxAtOnce)

  constructor(gathering: Gathering, faults: Fault[]) {
    this.#gathering = gathering
    this.#faults = faults
  }

  /** Where in the film a fault is, however long its asset took. */
  placeOf({ pointer }: Fault): number {
    return this.#pointers.indexOf(pointer)
  }

  image(source: Source, pointer: string, attention = false): Promise<ProbedImage | null> {
    const decode = this.#gathering.decodeImages
    return this.#take(source, pointer, attention ? 'watched image' : 'image', (path) => probeImage(path, source.text, { decode, attention }))
  }

  sound(source: Source, pointer: string): Promise<ProbedSound | null> {
    const { probeSound } = this.#gathering
    return this.#take(source, pointer, 'sound', async (path) => ({ path, ...(await probeSound(path, source.text)) }))
  }

  async captions(source: Source, language: string): Promise<readonly Cue[] | null> {
    const pointer = '/captions/source'
    const read = await this.#take(source, pointer, 'captions', (path) => readCaptions(path, source.text, language))
    if (read === null || 'cues' in read) return read?.cues ?? null
    this.#faults.push(...read.mistakes.map((message) => ({ pointer, message })))
    return null
  }

  async #take<T>(source: Source, pointer: string, kind: string, probe: (path: string) => Promise<T>): Promise<T | null> {
    this.#pointers.push(pointer)
    const key = hashOf([kind, source.url.href])
    const { folder, signal } = this.#gathering
    const work = this.#once.get(key) ?? this.#inTurn(async () => probe(await fetchSource(source, folder, signal)))
    this.#once.set(key, work)
    try {
      return (await work) as T
    } catch (error) {
      if (!(error instanceof FramefarmError) || !error.code.startsWith('ASSET_')) throw error
      this.#faults.push({ pointer, message: error.message })
      return null
    }
  }
}
