import type { Music, MusicTrack, SoundEffect, Trim, Voiceover } from './film-sound.ts'
import type { FilmInput, SceneInput } from './film-schema.ts'
import { pointerOf, type Fault } from './fault.ts'
import type { MusicInput } from './sound-schema.ts'
import type { Source } from './source.ts'

type Path = readonly PropertyKey[]
export type Resolving = { readonly source: (text: string, path: Path) => Source; readonly faults: Fault[] }

/** Seconds after a voiceover in a scene of duration auto. */
const usualPadding = 0.5

/** The sounds of a scene, and how long it waits after its voice. */
export function resolveSceneSounds(
  scene: SceneInput,
  index: number,
  { source, faults }: Resolving,
): { voiceover: Voiceover | null; sounds: readonly SoundEffect[]; padding: number } {
  const path = ['scenes', index]
  faults.push(...durationFaults(scene, path))
  const resolve = <T extends { source: string; trim?: TrimInput | undefined }>(sound: T, at: Path) => ({
    ...sound,
    source: source(sound.source, [...at, 'source']),
    trim: resolveTrim(sound.trim, [...at, 'trim'], faults),
  })
  return {
    voiceover: scene.voiceover ? resolve(scene.voiceover, [...path, 'voiceover']) : null,
    sounds: scene.sounds.map((sound, number) => resolve(sound, [...path, 'sounds', number])),
    padding: scene.padding ?? usualPadding,
  }
}

/** Music of one source, or of a playlist, as a list of tracks. */
export function resolveMusic(music: FilmInput['music'], { source, faults }: Resolving): Music | null {
  if (!music) return null
  faults.push(...musicFaults(music))
  const { volume, loop, crossfade, fadeIn, fadeOut, envelope = [], ducking = null } = music
  const inputs =
    music.playlist?.map((track, index) => ({ ...track, path: ['music', 'playlist', index] as Path })) ??
    (music.source === undefined ? [] : [{ source: music.source, trim: music.trim, volume: 1, path: ['music'] as Path }])
  const tracks: readonly MusicTrack[] = inputs.map((track) => ({
    source: source(track.source, [...track.path, 'source']),
    trim: resolveTrim(track.trim, [...track.path, 'trim'], faults),
    volume: track.volume,
    pointer: pointerOf(track.path),
  }))
  return { tracks, volume, loop, crossfade, fadeIn, fadeOut, envelope, ducking }
}

type TrimInput = { readonly start: number; readonly end?: number | undefined }

function resolveTrim(trim: TrimInput | undefined, path: Path, faults: Fault[]): Trim {
  const { start = 0, end = null } = trim ?? {}
  if (end !== null && end <= start) {
    faults.push({ pointer: pointerOf([...path, 'end']), message: 'is not after the start', value: end, allowed: `more than ${start}` })
  }
  return { start, end }
}

function durationFaults({ duration, voiceover, padding }: SceneInput, path: Path): readonly Fault[] {
  if (duration === 'auto' && !voiceover) {
    const message = 'is auto, but the scene has no voiceover to take it from'
    return [{ pointer: pointerOf([...path, 'duration']), message, allowed: 'seconds, or a voiceover beside it' }]
  }
  if (duration === 'auto' || padding === undefined) return []
  return [{ pointer: pointerOf([...path, 'padding']), message: 'needs duration "auto" beside it', value: padding }]
}

function musicFaults({ source, trim, playlist, envelope = [] }: MusicInput): readonly Fault[] {
  const unordered = envelope.findIndex(({ at }, index) => at <= (envelope[index - 1]?.at ?? -1))
  return [
    ...(source === undefined && playlist === undefined
      ? [{ pointer: '/music/source', message: 'is missing', allowed: 'a source, or a playlist' }]
      : []),
    ...(source !== undefined && playlist !== undefined
      ? [{ pointer: '/music/playlist', message: 'cannot stand beside a source: give one or the other' }]
      : []),
    ...(trim !== undefined && playlist !== undefined
      ? [{ pointer: '/music/trim', message: 'cannot stand beside a playlist: each of its tracks has a trim of its own' }]
      : []),
    ...(unordered < 0
      ? []
      : [
          {
            pointer: `/music/envelope/${unordered}/at`,
            message: 'is not after the point before it',
            value: envelope[unordered]?.at,
            allowed: `more than ${envelope[unordered - 1]?.at}`,
          },
        ]),
  ]
}
