import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SoundCodec, SoundMix, SoundReport, SoundWindow } from '../film/sound-mix.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { chooseLevel, type Level } from './sound/choose-level.ts'
import { decodeSounds } from './sound/decode-sounds.ts'
import { encodeSound, overshootDb, soundExtension } from './sound/encode-sound.ts'
import { integratedLoudness } from './sound/integrated-loudness.ts'
import { levelBlocks } from './sound/level-blocks.ts'
import { loudnessFacts } from './sound/loudness-facts.ts'
import { measureFile } from './sound/measure-file.ts'
import { lengthOf, mixToFile } from './sound/mix-to-file.ts'
import { rawSound } from './sound/raw-sound.ts'
import type { SoundMeasure } from './sound/sound-meter.ts'
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

/** A coded sound whose wave goes over the limit is coded again, with a lower ceiling; twice is seldom needed. */
const mostEncodings = 4
/** Below the wanted peak by so much more, since no two meters see quite the same. */
const marginDb = 0.05
const closeEnoughLu = 0.3

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
  const coding = await encodeWithin(tools, mix, { ...order, folder, outputPath, mixPath, measure }, signal)
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

type Encoding = MixOrder & { readonly outputPath: string; readonly mixPath: string; readonly measure: SoundMeasure }
type Encoded = { readonly level: Level; readonly measure: SoundMeasure }

/**
 * Codes the mix so that, decoded again, no peak is above the wanted one and the loudness is the wanted one: coding changes the wave, the limiter
 * changes the loudness, and by how much shows only then.
 */
async function encodeWithin(tools: FoundFfmpeg, mix: SoundMix, encoding: Encoding, signal: AbortSignal): Promise<Encoded> {
  const { truePeakDb } = mix.loudness
  const { mixPath, outputPath, codec, folder, window = null } = encoding
  const span = { ...spanOf(mix, window), channels: mix.channels }
  let [targetLufs, ceilingDb] = [mix.loudness.targetLufs, truePeakDb - marginDb - overshootDb(codec)]
  for (let round = 1, gainBefore = 0; ; round++) {
    const level = chooseLevel(encoding.measure, { targetLufs, ceilingDb, sampleRate: mix.sampleRate })
    await encodeSound(tools, levelBlocks(rawSound(mixPath, span, signal), level, mix.channels), { format: mix, codec, outputPath }, signal)
    const measure = await measureFile(tools, outputPath, { folder, format: mix, signal })
    const overDb = Math.max(0, decibels(measure.truePeak) - (truePeakDb - marginDb))
    // A part of a film is as loud as it is in the film, whatever that is.
    const missingLu = window === null && level.limits !== null ? missing(mix.loudness.targetLufs, measure) : 0
    const isLouderPossible = level.gain !== gainBefore
    if (round === mostEncodings || (overDb === 0 && (Math.abs(missingLu) <= closeEnoughLu || !isLouderPossible))) return { level, measure }
    gainBefore = level.gain
    if (overDb > 0) ceilingDb -= overDb + marginDb
    if (targetLufs !== null) targetLufs += missingLu
  }
}

function missing(targetLufs: number | null, { energies }: SoundMeasure): number {
  const loudness = integratedLoudness(energies)
  return targetLufs === null || loudness === null ? 0 : targetLufs - loudness
}

function spanOf(mix: SoundMix, window: SoundWindow | null): { from: number; to: number } {
  const { samples, sampleRate } = lengthOf(mix)
  if (window === null) return { from: 0, to: samples }
  const sampleAt = (seconds: number) => Math.min(samples, Math.round(seconds * sampleRate))
  return { from: sampleAt(window.fromS), to: sampleAt(window.fromS + window.durationS) }
}

function decibels(gain: number): number {
  return 20 * Math.log10(gain)
}
