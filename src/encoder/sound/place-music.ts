import type { MixMusic, MixTrack } from '../../film/sound-mix.ts'
import type { DecodedSound, Placement } from './placement.ts'

type FilmLength = { readonly samples: number; readonly sampleRate: number }

/**
 * The tracks one after the other and, where the music loops, again from the first, until the film ends. A track begins at the very sample
 * after the last one of the track before; with a crossfade, so much earlier.
 */
export function placeMusic(music: MixMusic, sounds: ReadonlyMap<string, DecodedSound>, film: FilmLength): readonly Placement[] {
  const parts = music.tracks.flatMap((track) => partOf(track, sounds.get(track.file.path), film.sampleRate))
  const crossfade = Math.round(music.crossfadeS * film.sampleRate)
  const placements: Placement[] = []
  for (let at = 0, index = 0, fadeIn = 0; at < film.samples; index++) {
    const part = parts[index % parts.length]
    const next = music.loop || index + 1 < parts.length ? parts[(index + 1) % parts.length] : undefined
    if (!part || (index >= parts.length && !music.loop)) break
    // Half of the shorter at most, so that no more than two tracks sound together.
    const fadeOut = next ? Math.min(crossfade, Math.floor(Math.min(part.length, next.length) / 2)) : 0
    placements.push({ ...part, at, fadeIn, fadeOut, fadeShape: 'equal-power' })
    at += part.length - fadeOut
    fadeIn = fadeOut
  }
  return placements
}

type MusicPart = Pick<Placement, 'sound' | 'from' | 'length' | 'gain'>

function partOf({ trimStartS, lengthS, volume }: MixTrack, sound: DecodedSound | undefined, sampleRate: number): readonly MusicPart[] {
  if (!sound) return []
  const from = Math.round(trimStartS * sampleRate)
  const rest = sound.samples - from
  const length = lengthS === null ? rest : Math.min(rest, Math.round(lengthS * sampleRate))
  return length > 0 ? [{ sound, from, length, gain: volume }] : []
}
