import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SoundFile } from '../../film/sound-mix.ts'
import { FramefarmError } from '../../shared/errors.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from '../run-ffmpeg.ts'
import { untrustedInput } from '../untrusted-input.ts'
import type { DecodedSound } from './placement.ts'

/** A sound file, and how much of it from its start is needed; null: all. */
export type SoundToDecode = { readonly file: SoundFile; readonly neededS: number | null }

type RawFile = SoundToDecode & { readonly rawPath: string }

/** One FFmpeg for so many sounds: it takes longer to start than to decode a voice. */
const atOnce = 16
/** Newer FFmpegs have five threads for each sound, of 8 MB each; the rest is for what headers ask for. */
const maxMemoryBytes = 1.5 * 1024 ** 3
/** An encoder fills its last block up with silence, by less than this. Where a header tells the length, the rest is no sound. */
const paddingS = 0.05

/**
 * Every sound as raw samples at the film's rate, by its path: mono as it is, all else as stereo.
 * @param folder for the raw files
 * @throws ASSET_INVALID for a file without a single sample; as runFfmpeg
 */
export async function decodeSounds(
  tools: FoundFfmpeg,
  sounds: readonly SoundToDecode[],
  { folder, sampleRate, signal }: { readonly folder: string; readonly sampleRate: number; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, DecodedSound>> {
  const files = sounds.map((sound, index) => ({ ...sound, rawPath: join(folder, `sound-${index}.raw`) }))
  for (let from = 0; from < files.length; from += atOnce) {
    await runFfmpeg(tools, decodeSoundsJob(files.slice(from, from + atOnce), sampleRate), { signal })
  }
  return new Map(await Promise.all(files.map(async ({ file, rawPath }) => [file.path, await decodedSound(file, rawPath, sampleRate)] as const)))
}

async function decodedSound(file: SoundFile, path: string, sampleRate: number): Promise<DecodedSound> {
  const channels = channelsOf(file)
  const samples = (await stat(path)).size / Float32Array.BYTES_PER_ELEMENT / channels
  if (samples < 1) throw new FramefarmError('ASSET_INVALID', `${file.name} has no sound in it that FFmpeg can decode`)
  const told = Math.round(file.durationS * sampleRate)
  return { path, channels, samples: samples > told && samples < told + paddingS * sampleRate ? told : samples }
}

/** Mono is kept: FFmpeg would make stereo of it at 3 dB less. */
function channelsOf({ channels }: SoundFile): 1 | 2 {
  return channels === 1 ? 1 : 2
}

/** All files of a batch in one run, each to a raw file of its own. */
export function decodeSoundsJob(files: readonly RawFile[], sampleRate: number): FfmpegJob {
  const outputs = files.map(({ file, neededS, rawPath }, index) => ({
    options: [
      '-map',
      `${index}:a:0`,
      ...(neededS === null ? [] : ['-t', neededS.toFixed(6)]),
      '-ar',
      `${sampleRate}`,
      '-ac',
      `${channelsOf(file)}`,
      '-f',
      'f32le',
    ],
    rawPath,
  }))
  const last = outputs.at(-1)
  return {
    what: `decoding ${files.length} sounds`,
    inputs: files.map(({ file }) => ({ from: file.path, options: untrustedInput })),
    // One thread for each sound's filters, not one for each core.
    outputOptions: [
      '-filter_threads',
      '1',
      ...outputs.slice(0, -1).flatMap(({ options, rawPath }) => [...options, rawPath]),
      ...(last?.options ?? []),
    ],
    outputPath: last?.rawPath ?? '',
    maxMemoryBytes,
  }
}
