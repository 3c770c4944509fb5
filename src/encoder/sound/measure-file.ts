import { rm } from 'node:fs/promises'
import { decodeSounds, type SoundFormat } from './decode-sounds.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { rawSound } from './raw-sound.ts'
import { SoundMeter, type SoundMeasure } from './sound-meter.ts'

/** Decodes a sound file and measures what a player would play. @throws as decodeSounds */
export async function measureFile(
  tools: FoundFfmpeg,
  path: string,
  place: { readonly folder: string; readonly format: SoundFormat; readonly signal: AbortSignal },
): Promise<SoundMeasure> {
  const [decoded] = (await decodeSounds(tools, [{ path, name: path, neededS: null }], place)).values()
  if (!decoded) throw new Error('unreachable: every sound that is decoded is in the answer')
  const { channels } = place.format
  const meter = new SoundMeter({ ...place.format, samples: decoded.samples, exactWithinDb: 0 })
  for await (const { samples } of rawSound(decoded.path, { from: 0, to: decoded.samples, channels }, place.signal)) meter.add(samples)
  await rm(decoded.path)
  return meter.finish()
}
