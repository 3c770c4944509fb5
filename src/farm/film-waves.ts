import { findFfmpeg } from '../encoder/find-ffmpeg.ts'
import { soundPeaks } from '../encoder/sound/sound-peaks.ts'
import type { SoundMix } from '../film/sound-mix.ts'

/** A sound as it is drawn over a span of the film: how loud each part of it is, in percent of full scale. */
type Wave = { readonly fromS: number; readonly toS: number; readonly peaks: readonly number[] }

/** What a film sounds like, to be seen. */
export type FilmWaves = { readonly film: Wave; readonly voices: readonly (Wave & { readonly name: string })[] }

/** A screen has no room for more. */
const mostPeaks = 2000
const peaksPerSecond = 20

/**
 * The waves of a film's mixed sound and of each voiceover in it.
 * @param mixedPath of what mixFilmSound has made of it
 * @throws as soundPeaks; TOOL_MISSING
 */
export async function filmWaves(sound: SoundMix, mixedPath: string, folder: string, signal: AbortSignal): Promise<FilmWaves> {
  const countOf = (lengthS: number) => Math.max(1, Math.ceil(Math.min(mostPeaks * (lengthS / sound.durationS), peaksPerSecond * lengthS)))
  const mixed = { path: mixedPath, name: 'the mixed sound', durationS: sound.durationS, channels: sound.channels }
  const wishes = [
    { file: mixed, startS: 0, lengthS: sound.durationS, count: countOf(sound.durationS) },
    ...sound.voices.map(({ file, trimStartS, lengthS }) => ({ file, startS: trimStartS, lengthS, count: countOf(lengthS) })),
  ]
  const [ofFilm = [], ...ofVoices] = (await soundPeaks(findFfmpeg(), wishes, { folder, signal })).map(inPercent)
  return {
    film: { fromS: 0, toS: sound.durationS, peaks: ofFilm },
    voices: sound.voices.map(({ file, startS, lengthS }, index) => ({
      name: file.name,
      fromS: startS,
      toS: Math.min(startS + lengthS, sound.durationS),
      // What goes on after the film's end is not heard.
      peaks: (ofVoices[index] ?? []).slice(0, countOf(Math.min(lengthS, sound.durationS - startS))),
    })),
  }
}

function inPercent(peaks: readonly number[]): readonly number[] {
  return peaks.map((peak) => Math.round(peak * 100))
}
