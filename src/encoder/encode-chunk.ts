import type { Output } from '../film/film.ts'
import { bt709Tags, jpegToBt709, rgbToBt709 } from './colour.ts'
import { encoderArgs, type EncoderProfile } from './encoder-profiles.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from './run-ffmpeg.ts'
import { trackTimescale } from './time-scale.ts'

/** `yuv420p` frames are raw, of the output's size, BT.709 already. */
export type CodedFrames = { readonly type: 'jpeg' | 'png' | 'yuv420p'; readonly frames: AsyncIterable<Buffer> }

export type ChunkEncoding = {
  readonly what: string
  readonly profile: EncoderProfile
  readonly output: Output
  readonly outputPath: string
}

/**
 * Frames into one MP4 that starts with a key frame and can be joined to others by stream copy.
 * @throws as runFfmpeg
 */
export async function encodeChunk(tools: FoundFfmpeg, source: CodedFrames, encoding: ChunkEncoding, signal: AbortSignal): Promise<void> {
  await runFfmpeg(tools, encodeChunkJob(source, encoding), { signal })
}

type FrameInput = { readonly input: readonly string[]; readonly filter: readonly string[] }

const formats: Readonly<Record<CodedFrames['type'], (output: Output) => FrameInput>> = {
  jpeg: () => ({ input: ['-f', 'image2pipe', '-c:v', 'mjpeg'], filter: ['-vf', jpegToBt709] }),
  png: () => ({ input: ['-f', 'image2pipe', '-c:v', 'png'], filter: ['-vf', rgbToBt709] }),
  yuv420p: ({ width, height }) => ({ input: ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`], filter: [] }),
}

export function encodeChunkJob({ type, frames }: CodedFrames, { what, profile, output, outputPath }: ChunkEncoding): FfmpegJob {
  const { num, den } = output.fps
  const { input, filter } = formats[type](output)
  return {
    what,
    inputs: [{ from: frames, options: [...input, '-framerate', `${num}/${den}`] }],
    outputOptions: [
      ...filter,
      ...chunkEncodingArgs(profile, output),
      ...['-video_track_timescale', `${trackTimescale(output.fps)}`],
      // Every frame in is one frame out; FFmpeg may neither drop nor double one to keep a rate.
      ...['-fps_mode', 'passthrough'],
      ...['-f', 'mp4'],
    ],
    outputPath,
  }
}

/** The part of the command line that decides the encoded picture; it is in the chunk's hash. */
export function chunkEncodingArgs(profile: EncoderProfile, output: Output): readonly string[] {
  return [...encoderArgs(profile, output.quality, output.fps), '-pix_fmt', 'yuv420p', ...bt709Tags]
}
