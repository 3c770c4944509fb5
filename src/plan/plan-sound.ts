import type { SoundAssets } from '../assets/gather-sounds.ts'
import type { Film } from '../film/film.ts'
import type { Music, Trim } from '../film/film-sound.ts'
import type { MixMusic, SoundClip, SoundFile, SoundMix, SoundTrack } from '../film/sound-mix.ts'
import { heardSeconds } from './heard-seconds.ts'
import { durationOf, type FrameRange } from './timeline.ts'

export type SoundTiming = { readonly ranges: readonly FrameRange[]; readonly durationS: number }

/** What the film's sound track is like; null where it has none. @param isHeard whether there is anything in it */
export function planTrack({ sound }: Film, isHeard: boolean): SoundTrack | null {
  return isHeard || sound.whenSilent === 'silence' ? trackOf(sound) : null
}

function trackOf({ channels, sampleRate }: Film['sound']): SoundTrack {
  return { channels: channels === 'mono' ? 1 : 2, sampleRate }
}

/** Where each sound lies in the film; null for one in which nothing is heard. */
export function planSound(film: Film, assets: SoundAssets, { ranges, durationS }: SoundTiming): SoundMix | null {
  const isHeard = ({ startS, lengthS }: SoundClip) => startS < durationS && lengthS > 0
  const sceneStartS = (index: number) => durationOf(ranges[index]?.from ?? 0, film.output.fps)
  const voices = film.scenes.flatMap(({ voiceover }, index) => {
    const sound = assets.voiceovers[index]
    return voiceover && sound ? [clipOf(voiceover, sound, sceneStartS(index) + voiceover.offset)] : []
  })
  const effects = film.scenes.flatMap(({ sounds }, index) =>
    sounds.flatMap((effect, number) => {
      const sound = assets.sounds[index]?.[number]
      return sound ? [clipOf(effect, sound, sceneStartS(index) + effect.at)] : []
    }),
  )
  const music = film.music && assets.music.length > 0 ? planMusic(film.music, assets.music) : null
  const heard = { voices: voices.filter(isHeard), effects: effects.filter(isHeard), music }
  if (heard.voices.length === 0 && heard.effects.length === 0 && !music) return null
  const { target, truePeak } = film.loudness
  return {
    ...heard,
    durationS,
    ...trackOf(film.sound),
    loudness: { targetLufs: target === 'off' ? null : target, truePeakDb: truePeak },
  }
}

type Heard = { readonly trim: Trim; readonly volume: number; readonly fadeIn: number; readonly fadeOut: number }

function clipOf({ trim, volume, fadeIn, fadeOut }: Heard, file: SoundFile, startS: number): SoundClip {
  return { file, startS, trimStartS: trim.start, lengthS: heardSeconds(trim, file), volume, fadeInS: fadeIn, fadeOutS: fadeOut }
}

function planMusic(music: Music, files: readonly SoundFile[]): MixMusic {
  const { volume, loop, crossfade, fadeIn, fadeOut, envelope, ducking } = music
  const tracks = music.tracks.flatMap((track, index) => {
    const file = files[index]
    const { start, end } = track.trim
    // To the end of the decoded file: what its header says may be some samples off, and a loop would click.
    const lengthS = file && end !== null && end < file.durationS ? end - start : null
    return file ? [{ file, trimStartS: start, lengthS, volume: track.volume }] : []
  })
  return { tracks, volume, loop, crossfadeS: crossfade, fadeInS: fadeIn, fadeOutS: fadeOut, envelope, ducking }
}
