import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SoundCodec, SoundMix, SoundWindow } from '../../film/sound-mix.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { chooseLevel, type Level } from './choose-level.ts'
import { encodeSound, overshootDb, soundExtension } from './encode-sound.ts'
import { integratedLoudness } from './integrated-loudness.ts'
import { levelBlocks } from './level-blocks.ts'
import { measureFile } from './measure-file.ts'
import { lengthOf } from './mix-to-file.ts'
import { rawSound } from './raw-sound.ts'
import type { SoundMeasure } from './sound-meter.ts'

/** A mixed film, and what is to be made of it. */
type Encoding = {
  readonly mixPath: string
  /** Of the whole mix, also where only a part of it is coded. */
  readonly measure: SoundMeasure
  readonly codec: SoundCodec
  readonly window: SoundWindow | null
  readonly folder: string
  readonly outputPath: string
}

/** `measure` is of the coded sound, decoded again. */
type Encoded = { readonly level: Level; readonly measure: SoundMeasure }

/** What a level is chosen for, after what coding was seen to do. */
type Aim = { readonly targetLufs: number | null; readonly ceilingDb: number }

/** A coded sound whose wave goes over the limit is coded again, with a lower ceiling; twice is seldom needed. */
const mostEncodings = 4
/** Below the wanted peak by so much more, since no two meters see quite the same. */
const marginDb = 0.05
const closeEnoughLu = 0.3

/**
 * Codes the mix so that, decoded again, no peak is above the wanted one and the loudness is the wanted one: coding changes the wave, the limiter
 * changes the loudness, and by how much shows only then. A part of a film has the level of the whole.
 * @throws as encodeSound and measureFile
 */
export async function encodeAtLevel(tools: FoundFfmpeg, mix: SoundMix, encoding: Encoding, signal: AbortSignal): Promise<Encoded> {
  const { loudness } = mix
  const { codec, window, folder } = encoding
  const aim: Aim = { targetLufs: loudness.targetLufs, ceilingDb: loudness.truePeakDb - marginDb - overshootDb(codec) }
  // Without a limiter nothing of the level depends on what coding does.
  if (window === null || levelFor(mix, encoding, aim).limits === null) return encodeTowards(tools, mix, { ...encoding, aim }, signal)
  const wholePath = join(folder, `whole.${soundExtension(codec)}`)
  const whole = await encodeTowards(tools, mix, { ...encoding, window: null, outputPath: wholePath, aim }, signal)
  await rm(wholePath)
  return encodeTowards(tools, mix, { ...encoding, aim: whole.aim }, signal)
}

async function encodeTowards(
  tools: FoundFfmpeg,
  mix: SoundMix,
  encoding: Encoding & { readonly aim: Aim },
  signal: AbortSignal,
): Promise<Encoded & { readonly aim: Aim }> {
  const { mixPath, outputPath, codec, folder, window } = encoding
  const { targetLufs: wantedLufs, truePeakDb } = mix.loudness
  const span = { ...spanOf(mix, window), channels: mix.channels }
  let { aim } = encoding
  for (let round = 1, gainBefore = 0; ; round++) {
    const level = levelFor(mix, encoding, aim)
    await encodeSound(tools, levelBlocks(rawSound(mixPath, span, signal), level, mix.channels), { format: mix, codec, outputPath }, signal)
    const measure = await measureFile(tools, outputPath, { folder, format: mix, signal })
    const overDb = Math.max(0, 20 * Math.log10(measure.truePeak) - (truePeakDb - marginDb))
    // A part of a film is as loud as it is in the film, whatever that is.
    const missingLu = window === null && level.limits !== null ? missing(wantedLufs, measure) : 0
    const isLouderPossible = level.gain !== gainBefore
    if (round === mostEncodings || (overDb === 0 && (Math.abs(missingLu) <= closeEnoughLu || !isLouderPossible))) return { level, measure, aim }
    gainBefore = level.gain
    aim = {
      targetLufs: aim.targetLufs === null ? null : aim.targetLufs + missingLu,
      ceilingDb: overDb > 0 ? aim.ceilingDb - overDb - marginDb : aim.ceilingDb,
    }
  }
}

function levelFor({ sampleRate }: SoundMix, { measure }: Encoding, aim: Aim): Level {
  return chooseLevel(measure, { ...aim, sampleRate })
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
