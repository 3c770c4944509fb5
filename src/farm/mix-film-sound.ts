import { findFfmpeg } from '../encoder/find-ffmpeg.ts'
import { mixSound } from '../encoder/mix-sound.ts'
import type { SoundMix } from '../film/sound-mix.ts'

/** The sound of a film, for ears alone. @returns the path of an .m4a below the folder @throws as mixSound; TOOL_MISSING */
export async function mixFilmSound(sound: SoundMix, folder: string, signal: AbortSignal): Promise<string> {
  return (await mixSound(findFfmpeg(), sound, { codec: 'aac', folder }, signal)).path
}
