import type { SoundCodec } from '../../film/sound-mix.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from '../run-ffmpeg.ts'

export type SoundFormat = { readonly sampleRate: number; readonly channels: 1 | 2 }

type Coding = {
  /** Of the file that the coded sound lies in. */
  readonly extension: string
  readonly options: (channels: number) => readonly string[]
  /** How far the coded wave may go above the one that was coded, in dB: so much lower is the limiter's ceiling. */
  readonly overshootDb: number
}

/** An .m4a and not .aac, because only MP4 records the encoder's priming samples (edit list); Matroska does so for Opus. */
const codings: Readonly<Record<SoundCodec, Coding>> = {
  aac: { extension: 'm4a', options: (channels) => ['-c:a', 'aac', '-b:a', `${96 * channels}k`, '-f', 'mp4'], overshootDb: 0.8 },
  // Opus knows only 48 kHz of the rates that a film may have.
  opus: {
    extension: 'mka',
    options: (channels) => ['-c:a', 'libopus', '-b:a', `${80 * channels}k`, '-ar', '48000', '-f', 'matroska'],
    overshootDb: 1,
  },
  pcm: { extension: 'wav', options: () => ['-c:a', 'pcm_s24le', '-rf64', 'auto', '-f', 'wav'], overshootDb: 0.05 },
}

export function soundExtension(codec: SoundCodec): string {
  return codings[codec].extension
}

/** FFmpeg's options, which decide the coded bytes. */
export function soundCodingArgs(codec: SoundCodec, channels: number): readonly string[] {
  return codings[codec].options(channels)
}

export function overshootDb(codec: SoundCodec): number {
  return codings[codec].overshootDb
}

type Encoding = { readonly format: SoundFormat; readonly codec: SoundCodec; readonly outputPath: string }

/** The whole sound, coded once: pieces of AAC joined would add 24 ms of silence at every seam. @throws as runFfmpeg, or what the blocks throw */
export async function encodeSound(tools: FoundFfmpeg, blocks: AsyncIterable<Buffer>, encoding: Encoding, signal: AbortSignal): Promise<void> {
  await runFfmpeg(tools, encodeSoundJob(blocks, encoding), { signal })
}

export function encodeSoundJob(blocks: AsyncIterable<Buffer>, { format, codec, outputPath }: Encoding): FfmpegJob {
  const raw = ['-f', 'f32le', '-ar', `${format.sampleRate}`, '-ac', `${format.channels}`]
  return {
    what: 'encoding the sound',
    inputs: [{ from: blocks, options: raw }],
    outputOptions: soundCodingArgs(codec, format.channels),
    outputPath,
  }
}
