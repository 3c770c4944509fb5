import { open } from 'node:fs/promises'
import type { SoundMix } from '../../film/sound-mix.ts'
import { FramefarmError, hasSystemCode } from '../../shared/errors.ts'
import { findSpeech, type Speech } from './ducking.ts'
import { mixBlocks, type SoundBlock } from './mix-blocks.ts'
import { applyGain, musicGain } from './music-gain.ts'
import { placeClips } from './place-clips.ts'
import { placeMusic } from './place-music.ts'
import type { DecodedSound } from './placement.ts'
import { SoundMeter, type SoundMeasure } from './sound-meter.ts'

export type MixLength = { readonly samples: number; readonly sampleRate: number; readonly channels: 1 | 2 }

/** Hardly ever does a limiter turn a peak down by more. */
const limiterReachDb = 12

/**
 * Mixes the whole film into a file of raw samples, and measures it on the way.
 * @throws CANCELLED, DISK_FULL
 */
export async function mixToFile(mix: SoundMix, sounds: ReadonlyMap<string, DecodedSound>, path: string, signal: AbortSignal): Promise<SoundMeasure> {
  const length = lengthOf(mix)
  const meter = new SoundMeter({ ...length, exactWithinDb: limiterReachDb })
  await using file = await open(path, 'w')
  try {
    for await (const { samples } of mixedFilm(mix, sounds, signal)) {
      meter.add(samples)
      await file.appendFile(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    }
  } catch (cause) {
    if (!hasSystemCode(cause, 'ENOSPC')) throw cause
    throw new FramefarmError('DISK_FULL', `mixing the sound: no space left while writing ${path}`, { cause })
  }
  return meter.finish()
}

/** Counted once for the whole film: it ends at the sample at which its picture ends. */
export function lengthOf({ durationS, sampleRate, channels }: SoundMix): MixLength {
  return { samples: Math.round(durationS * sampleRate), sampleRate, channels }
}

async function* mixedFilm(mix: SoundMix, sounds: ReadonlyMap<string, DecodedSound>, signal: AbortSignal): AsyncGenerator<SoundBlock> {
  const length = lengthOf(mix)
  const voices = placeClips(mix.voices, sounds, mix.sampleRate)
  const effects = placeClips(mix.effects, sounds, mix.sampleRate)
  const foreground = mixBlocks([...voices, ...effects], length, signal)
  if (!mix.music) {
    yield* foreground
    return
  }
  const tracks = placeMusic(mix.music, sounds, length)
  const { ducking } = mix.music
  const speech: readonly Speech[] = ducking ? await findSpeech(mixBlocks(voices, length, signal), ducking, length) : []
  const endOfTracks = Math.max(0, ...tracks.slice(-2).map(({ at, length: samples }) => at + samples))
  const gainAt = musicGain(mix.music, { endS: Math.min(length.samples, endOfTracks) / mix.sampleRate, speech })
  await using music = mixBlocks(tracks, length, signal)
  for await (const block of foreground) {
    const { value } = await music.next()
    if (value) {
      applyGain(value, gainAt, length)
      for (let index = 0; index < block.samples.length; index++) block.samples[index]! += value.samples[index]!
    }
    yield block
  }
}
