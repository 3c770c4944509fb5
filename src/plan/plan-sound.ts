import type { FilmAssets } from '../assets/gather-assets.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { SoundMix } from '../film/sound-mix.ts'
import { durationOf, type FrameRange } from './timeline.ts'

type Timing = { readonly ranges: readonly FrameRange[]; readonly durationS: number }

/** Where each sound lies in the film; null for a silent film. */
export function planSound(film: Film, assets: FilmAssets, { ranges, durationS }: Timing): SoundMix | null {
  const clips = film.scenes.flatMap(({ voiceover }, index) => {
    const sound = assets.voiceovers[index]
    if (!voiceover || !sound) return []
    const startS = durationOf(ranges[index]?.from ?? 0, film.output.fps) + voiceover.offset
    return startS < durationS ? [{ path: sound.path, startS, volume: voiceover.volume }] : []
  })
  if (clips.length === 0 && !film.music) return null
  const music =
    film.music && assets.music
      ? { ...assets.music, volume: film.music.volume, loop: film.music.loop, fadeInS: film.music.fadeIn, fadeOutS: film.music.fadeOut }
      : null
  return { clips, music, durationS }
}

/** A voice that is cut off by the film's end, or still speaks when the next one starts, is seldom meant. */
export function soundWarnings(film: Film, assets: FilmAssets, { ranges, durationS }: Timing): readonly Fault[] {
  return film.scenes.flatMap(({ voiceover }, index) => {
    const sound = assets.voiceovers[index]
    const range = ranges[index]
    if (!voiceover || !sound || !range) return []
    const frameS = durationOf(1, film.output.fps)
    const endS = durationOf(range.from, film.output.fps) + voiceover.offset + sound.durationS
    const pointer = pointerOf(['scenes', index, 'voiceover'])
    // A scene is rounded to whole frames; a voice of the same length may stick out by a part of one.
    if (endS > durationS + frameS)
      return [{ pointer, message: `goes on ${(endS - durationS).toFixed(1)} s after the end of the film and is cut off there` }]
    const overS = endS - durationOf(range.to, film.output.fps)
    return overS > frameS ? [{ pointer, message: `goes on ${overS.toFixed(1)} s into the next scene` }] : []
  })
}
