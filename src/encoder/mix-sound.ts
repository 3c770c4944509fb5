import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SoundCodec, SoundMix, SoundReport, SoundWindow } from '../film/sound-mix.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { decodeSounds } from './sound/decode-sounds.ts'
import { encodeAtLevel } from './sound/encode-at-level.ts'
import { soundExtension } from './sound/encode-sound.ts'
import { loudnessFacts } from './sound/loudness-facts.ts'
import { mixToFile } from './sound/mix-to-file.ts'
import { neededSounds } from './sound/needed-sounds.ts'

export type MixOrder = {
  readonly codec: SoundCodec
  /** For files in between and, where there is no outputPath, for the sound. */
  readonly folder: string
  readonly outputPath?: string
  /** The part of the film that is wanted; it sounds as it does in the whole film. */
  readonly window?: SoundWindow | null
}

export type MixedSound = { readonly path: string; readonly report: SoundReport }

/**
 * The sound of the whole film: every sound decoded, all mixed to the sample and measured, brought to its loudness, coded once, and measured again.
 * @throws CANCELLED, DISK_FULL, ASSET_INVALID, FFMPEG_FAILED
 */
export async function mixSound(tools: FoundFfmpeg, mix: SoundMix, order: MixOrder, signal: AbortSignal): Promise<MixedSound> {
  // One of its own: several films may be mixed in one work folder.
  const folder = await mkdtemp(join(order.folder, 'sound-'))
  const { codec, outputPath = join(folder, `sound.${soundExtension(codec)}`) } = order
  const sounds = await decodeSounds(tools, neededSounds(mix), { folder, sampleRate: mix.sampleRate, signal })
  const mixPath = join(folder, 'mix.raw')
  const measure = await mixToFile(mix, sounds, mixPath, signal)
  await Promise.all([...sounds.values()].map(({ path }) => rm(path)))
  const coding = await encodeAtLevel(tools, mix, { codec, window: order.window ?? null, folder, outputPath, mixPath, measure }, signal)
  await rm(mixPath)
  const { gain, limits } = coding.level
  const report: SoundReport = {
    mixed: loudnessFacts(measure),
    delivered: loudnessFacts(coding.measure),
    targetLufs: mix.loudness.targetLufs,
    isPart: (order.window ?? null) !== null,
    gainDb: decibels(gain),
    limitedDb: limits ? -decibels(limits.reduce((least, limit) => Math.min(least, limit), 1)) : 0,
  }
  return { path: outputPath, report }
}

function decibels(gain: number): number {
  return 20 * Math.log10(gain)
}
