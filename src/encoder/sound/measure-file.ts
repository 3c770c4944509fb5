import { rm } from 'node:fs/promises'
import { decodeSounds } from './decode-sounds.ts'
import type { SoundFormat } from './encode-sound.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { rawSound } from './raw-sound.ts'
import { SoundMeter, type SoundMeasure } from './sound-meter.ts'

/** Decodes a sound file and measures what a player would play. @throws as decodeSounds */
export async function measureFile(
  tools: FoundFfmpeg,
  path: string,
  place: { readonly folder: string; readonly format: SoundFormat; readonly signal: AbortSignal },
): Promise<SoundMeasure> {
  const { folder, signal, format } = place
  const file = { path, name: path, durationS: Infinity, channels: format.channels }
  const [decoded] = (await decodeSounds(tools, [{ file, neededS: null }], { folder, signal, sampleRate: format.sampleRate })).values()
  if (!decoded) throw new Error('unreachable: every sound that is decoded is in the answer')
  const { channels, samples: length } = decoded
  const meter = new SoundMeter({ ...format, samples: length, exactWithinDb: 0 })
  for await (const { samples } of rawSound(decoded.path, { from: 0, to: length, channels }, signal)) meter.add(samples)
  await rm(decoded.path)
  return meter.finish()
}
