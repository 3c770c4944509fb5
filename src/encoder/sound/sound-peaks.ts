import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SoundFile } from '../../film/sound-mix.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { decodeSounds } from './decode-sounds.ts'
import type { DecodedSound } from './placement.ts'
import { rawSound } from './raw-sound.ts'

/** A span of a sound file, to be seen as so many peaks. */
export type PeakWish = { readonly file: SoundFile; readonly startS: number; readonly lengthS: number; readonly count: number }

/** Enough for a picture of a wave, and a sixth of the work. */
const sampleRate = 8000

/**
 * How loud each part of some sounds is: the largest sample, from 0 to 1, of `count` parts of one length.
 * @param folder for raw files in between
 * @throws as decodeSounds
 */
export async function soundPeaks(
  tools: FoundFfmpeg,
  wishes: readonly PeakWish[],
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<readonly (readonly number[])[]> {
  const ownFolder = await mkdtemp(join(folder, 'peaks-'))
  try {
    const files = [...new Map(wishes.map(({ file }) => [file.path, { file, neededS: null }])).values()]
    const decoded = await decodeSounds(tools, files, { folder: ownFolder, sampleRate, signal })
    const peaks: (readonly number[])[] = []
    for (const wish of wishes) {
      const sound = decoded.get(wish.file.path)
      peaks.push(sound ? await peaksOf(sound, wish, signal) : [])
    }
    return peaks
  } finally {
    await rm(ownFolder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function peaksOf({ path, channels, samples }: DecodedSound, { startS, lengthS, count }: PeakWish, signal: AbortSignal): Promise<number[]> {
  const from = Math.round(startS * sampleRate)
  const length = Math.max(1, Math.round(lengthS * sampleRate))
  const peaks = Array.from({ length: count }, () => 0)
  for await (const { at, samples: block } of rawSound(path, { from, to: Math.min(samples, from + length), channels }, signal)) {
    for (const [index, sample] of block.entries()) {
      const part = Math.min(count - 1, Math.floor(((at - from + Math.floor(index / channels)) * count) / length))
      peaks[part] = Math.max(peaks[part] ?? 0, Math.min(1, Math.abs(sample)))
    }
  }
  return peaks
}
