import type { FilmAssets, ProbedSound } from '../../src/assets/gather-assets.ts'
import { noFonts } from '../../src/assets/gather-fonts.ts'
import type { ProbedImage } from '../../src/assets/probe-image.ts'
import type { Film } from '../../src/film/film.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { hashOf } from '../../src/shared/hash.ts'

type SceneWish = {
  /** Images of one name have one content. */
  readonly image: string
  readonly duration?: number
  readonly kenBurns?: Readonly<Record<string, unknown>>
  /** Seconds that the voice speaks; no voice where it is absent. */
  readonly voiceS?: number
  readonly voiceOffset?: number
  readonly captions?: unknown
  readonly captionStyle?: Readonly<Record<string, unknown>>
}

type FilmWish = {
  readonly scenes: readonly SceneWish[]
  readonly output?: Readonly<Record<string, unknown>>
  readonly musicS?: number
  readonly background?: string
  readonly captions?: Readonly<Record<string, unknown>>
  /** What is in the film's caption file. */
  readonly fileCues?: FilmAssets['captions']
}

/** A checked film and what its assets would be, without any file. Scenes last 8 s and zoom in unless they say otherwise. */
export function filmWithAssets({ scenes, output = {}, musicS, background = '#000000', captions = {}, fileCues = null }: FilmWish): {
  film: Film
  assets: FilmAssets
} {
  const film = parseFilm(
    {
      version: 1,
      output,
      background,
      captions,
      ...(musicS === undefined ? {} : { music: { source: 'music.ogg' } }),
      scenes: scenes.map(({ image, duration = 8, kenBurns = { preset: 'zoom-in' }, voiceS, voiceOffset = 0, captions: own, captionStyle }) => ({
        image,
        duration,
        kenBurns,
        ...(own === undefined ? {} : { captions: own }),
        ...(captionStyle === undefined ? {} : { captionStyle }),
        ...(voiceS === undefined ? {} : { voiceover: { source: 'voice.ogg', offset: voiceOffset } }),
      })),
    },
    '/film',
  )
  const assets: FilmAssets = {
    images: scenes.map(({ image }) => probedImage(image)),
    voiceovers: scenes.map(({ voiceS }) => (voiceS === undefined ? null : soundOf('voice.ogg', voiceS))),
    music: musicS === undefined ? null : soundOf('music.ogg', musicS),
    captions: fileCues,
    fonts: noFonts,
    watermark: null,
  }
  return { film, assets }
}

function probedImage(name: string): ProbedImage {
  return { path: `/film/${name}`, name, hash: hashOf(name), width: 3000, height: 2000, format: 'jpeg' }
}

function soundOf(name: string, durationS: number): ProbedSound {
  return { path: `/film/${name}`, durationS }
}
