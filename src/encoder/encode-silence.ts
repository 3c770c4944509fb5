import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoudnessFacts, SoundCodec, SoundTrack } from '../film/sound-mix.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import type { MixedSound } from './mix-sound.ts'
import { encodeSound, soundExtension } from './sound/encode-sound.ts'
import { levelBlocks } from './sound/level-blocks.ts'
import { mixBlocks } from './sound/mix-blocks.ts'

export type SilenceOrder = {
  readonly track: SoundTrack
  readonly durationS: number
  readonly codec: SoundCodec
  /** Where there is no outputPath, for the sound. */
  readonly folder: string
  readonly outputPath?: string
}

const silence: LoudnessFacts = { integratedLufs: null, truePeakDb: null }

/** The sound of a film in which nothing is heard. There is nothing to measure. @throws CANCELLED, DISK_FULL, FFMPEG_FAILED */
export async function encodeSilence(tools: FoundFfmpeg, order: SilenceOrder, signal: AbortSignal): Promise<MixedSound> {
  const { track, durationS, codec, folder } = order
  const path = order.outputPath ?? join(await mkdtemp(join(folder, 'silence-')), `sound.${soundExtension(codec)}`)
  const blocks = mixBlocks([], { samples: Math.round(durationS * track.sampleRate), channels: track.channels }, signal)
  const level = { gain: 1, limits: null }
  await encodeSound(tools, levelBlocks(blocks, level, track.channels), { format: track, codec, outputPath: path }, signal)
  return { path, report: { mixed: silence, delivered: silence, targetLufs: null, isPart: false, gainDb: 0, limitedDb: 0 } }
}
