import { gatherSounds } from '../assets/gather-sounds.ts'
import { findFfmpeg } from '../encoder/find-ffmpeg.ts'
import { encodeSilence } from '../encoder/encode-silence.ts'
import { mixSound } from '../encoder/mix-sound.ts'
import { probeSound } from '../encoder/probe-sound.ts'
import { FilmInvalidError, lineOf } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { SoundCodec, SoundReport } from '../film/sound-mix.ts'
import { planSoundAlone } from '../plan/plan-sound-alone.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { openOutputFile } from '../storage/output-file.ts'
import { openWorkFolder } from '../storage/work-folder.ts'
import type { RenderListener } from './render-events.ts'

export type SoundOrder = {
  readonly film: Film
  readonly outputPath: string
  readonly codec: SoundCodec
  readonly dataFolder: DataFolder
  readonly policy: AssetPolicy
}

/** What is said of a film's sound that was rendered alone; `--json` prints it. */
export type SoundFileReport = { readonly output: string; readonly durationS: number; readonly seconds: number; readonly sound: SoundReport }

const silentFault = {
  pointer: '/sound/whenSilent',
  message: 'leaves no sound to render: the film has no voiceover, no sounds, no music',
  value: 'none',
  allowed: 'silence',
}

/** Players and containers round a length to the frames of the codec: 21 ms of AAC at 48 kHz, 32 ms at 32 kHz. */
const toleranceS = 0.035

/**
 * The sound of a film, or of its range, alone, exactly as it is in the film. No picture is looked at, and no browser is started.
 * @throws FilmInvalidError also for a film without a sound track; FramefarmError
 */
export async function renderSound(order: SoundOrder, signal: AbortSignal, listen: RenderListener): Promise<SoundFileReport> {
  const { film, codec, dataFolder, policy } = order
  const startMs = performance.now()
  const tools = findFfmpeg()
  await using output = await openOutputFile(order.outputPath)
  await using work = await openWorkFolder(dataFolder)

  listen({ type: 'stage', stage: 'preparing' })
  const probe = (path: string, name: string) => probeSound(tools, path, name, signal)
  const gathered = await gatherSounds(film, { folder: work.path, policy, signal, probeSound: probe })
  if ('faults' in gathered) throw new FilmInvalidError(gathered.faults)
  const { sound, soundTrack, window, durationS, warnings } = planSoundAlone(film, gathered.assets)
  for (const warning of warnings) listen({ type: 'warning', message: lineOf(warning) })
  if (!soundTrack) throw new FilmInvalidError([silentFault])

  listen({ type: 'stage', stage: 'rendering' })
  const place = { codec, folder: work.path, outputPath: output.unfinishedPath }
  const { report } = sound
    ? await mixSound(tools, sound, { ...place, window }, signal)
    : await encodeSilence(tools, { ...place, track: soundTrack, durationS }, signal)

  listen({ type: 'stage', stage: 'checking' })
  const delivered = await probeSound(tools, output.unfinishedPath, order.outputPath, signal)
  if (Math.abs(delivered.durationS - durationS) > toleranceS) {
    throw new FramefarmError('FILM_CHECK_FAILED', `the finished sound lasts ${delivered.durationS} s, not ${durationS} s`)
  }
  await output.deliver()
  return { output: output.path, durationS, seconds: (performance.now() - startMs) / 1000, sound: report }
}
