import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FramefarmError } from '../../shared/errors.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from '../run-ffmpeg.ts'
import type { DecodedSound } from './placement.ts'

export type SoundFormat = { readonly sampleRate: number; readonly channels: 1 | 2 }

/** A sound file, and how much of it from its start is needed; null: all. */
export type SoundToDecode = { readonly path: string; readonly name: string; readonly neededS: number | null }

type RawFile = SoundToDecode & { readonly rawPath: string }

/** One FFmpeg for so many sounds: it takes longer to start than to decode a voice. */
const atOnce = 16

/**
 * Every sound as raw samples in the film's rate and channels, by its path.
 * @param folder for the raw files
 * @throws ASSET_INVALID for a file without a single sample; as runFfmpeg
 */
export async function decodeSounds(
  tools: FoundFfmpeg,
  sounds: readonly SoundToDecode[],
  { folder, format, signal }: { readonly folder: string; readonly format: SoundFormat; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, DecodedSound>> {
  const files = sounds.map((sound, index) => ({ ...sound, rawPath: join(folder, `sound-${index}.raw`) }))
  for (let from = 0; from < files.length; from += atOnce) {
    await runFfmpeg(tools, decodeSoundsJob(files.slice(from, from + atOnce), format), { signal })
  }
  const decoded = files.map(async ({ path, name, rawPath }) => {
    const samples = (await stat(rawPath)).size / Float32Array.BYTES_PER_ELEMENT / format.channels
    if (samples < 1) throw new FramefarmError('ASSET_INVALID', `${name} has no sound in it that FFmpeg can decode`)
    return [path, { path: rawPath, samples }] as const
  })
  return new Map(await Promise.all(decoded))
}

/** All files of a batch in one run, each to a raw file of its own. */
export function decodeSoundsJob(files: readonly RawFile[], { sampleRate, channels }: SoundFormat): FfmpegJob {
  const outputs = files.map(({ neededS, rawPath }, index) => ({
    options: ['-map', `${index}:a:0`, ...(neededS === null ? [] : ['-t', neededS.toFixed(6)]), '-ar', `${sampleRate}`, '-ac', `${channels}`, '-f', 'f32le'],
    rawPath,
  }))
  const last = outputs.at(-1)
  return {
    what: `decoding ${files.length} sounds`,
    inputs: files.map(({ path }) => ({ from: path, options: [] })),
    outputOptions: [...outputs.slice(0, -1).flatMap(({ options, rawPath }) => [...options, rawPath]), ...(last?.options ?? [])],
    outputPath: last?.rawPath ?? '',
  }
}
