import { encodeSilence } from '../encoder/encode-silence.ts'
import { mixSound, type MixedSound } from '../encoder/mix-sound.ts'
import { containers, soundCodecOf } from '../film/containers.ts'
import { durationOf } from '../plan/timeline.ts'
import type { PreparedFilm } from './prepare-film.ts'

type MixPlace = { readonly workFolder: string; readonly signal: AbortSignal }

/** The sound of one of a film's files, as long as the file; null for one without. @throws as mixSound */
export async function mixPlannedSound(
  { plan, toolbox }: Pick<PreparedFilm, 'plan' | 'toolbox'>,
  { workFolder, signal }: MixPlace,
): Promise<MixedSound | null> {
  const { output, container, range, frames, durationS, sound, soundTrack } = plan
  if (!soundTrack) return null
  const codec = soundCodecOf(containers[container].film, output.codec)
  if (!sound) return encodeSilence(toolbox.ffmpeg, { track: soundTrack, durationS, codec, folder: workFolder }, signal)
  const isWhole = durationS === sound.durationS
  const window = isWhole ? null : { fromS: durationOf(range.from, output.fps), durationS: durationOf(frames, output.fps) }
  return mixSound(toolbox.ffmpeg, sound, { codec, folder: workFolder, window }, signal)
}
