import { soundCodingArgs } from '../encoder/sound/encode-sound.ts'
import { containers, soundCodecOf } from '../film/containers.ts'
import type { SoundCodec, SoundFile, SoundMix, SoundTrack, SoundWindow } from '../film/sound-mix.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import { durationOf } from '../plan/timeline.ts'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { hashOf, hashOfFile } from '../shared/hash.ts'

/** The sound of one of a film's files, as long as the file. */
export type PlannedSound = {
  readonly codec: SoundCodec
  readonly track: SoundTrack
  /** null where nothing is heard. */
  readonly mix: SoundMix | null
  /** The part of the mix that the file has; null for all of it. */
  readonly window: SoundWindow | null
  readonly durationS: number
}

/** Raised when the way of mixing changes in code, so that sounds of before are not taken for the same. */
const soundVersion = 1

/** null for a file without sound. */
export function plannedSound({ output, container, range, frames, durationS, sound: mix, soundTrack: track }: FilmPlan): PlannedSound | null {
  if (!track) return null
  const codec = soundCodecOf(containers[container].film, output.codec)
  const isWhole = !mix || durationS === mix.durationS
  const window = isWhole ? null : { fromS: durationOf(range.from, output.fps), durationS: durationOf(frames, output.fps) }
  return { codec, track, mix, window, durationS }
}

/**
 * Hash of all that decides the bytes of a sound: what its files hold, not where they lie.
 * @param ffmpeg its version: it decodes the files and codes the mix
 * @throws ASSET_UNAVAILABLE
 */
export async function soundHash({ mix, ...planned }: PlannedSound, ffmpeg: string): Promise<string> {
  const coding = soundCodingArgs(planned.codec, planned.track.channels)
  return hashOf({ soundVersion, ffmpeg, coding, ...planned, mix: mix && (await byContent(mix)) })
}

async function byContent({ voices, effects, music, ...mix }: SoundMix): Promise<unknown> {
  const files = [...voices, ...effects, ...(music?.tracks ?? [])].map(({ file }) => file)
  const hashes = new Map<string, string>()
  for (const file of files) if (!hashes.has(file.path)) hashes.set(file.path, await contentOf(file))
  const hashed = <Part extends { readonly file: SoundFile }>({ file, ...part }: Part) => ({ ...part, file: hashes.get(file.path) })
  return { ...mix, voices: voices.map(hashed), effects: effects.map(hashed), music: music && { ...music, tracks: music.tracks.map(hashed) } }
}

async function contentOf({ path, name }: SoundFile): Promise<string> {
  try {
    return await hashOfFile(path)
  } catch (cause) {
    throw new FramefarmError('ASSET_UNAVAILABLE', `${name} could not be read: ${messageOf(cause)}`, { cause })
  }
}
