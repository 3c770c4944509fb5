import type { Output } from '../film/film.ts'
import { bt601ToBt709, bt709Tags, frameTags, jpegToBt709, rgbaToBt709, rgbToBt709 } from './colour.ts'
import { encodedPixels, encoderArgs, type EncoderProfile } from './encoder-profiles.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { inGpuSession } from './gpu-sessions.ts'
import { runFfmpeg, type FfmpegInput, type FfmpegJob } from './run-ffmpeg.ts'
import { trackTimescale } from './time-scale.ts'

/** `yuv420p` frames are raw, of the output's size, BT.709 already; `raw` ones say what they are. */
export type CodedFrames = FrameCoding & { readonly frames: AsyncIterable<Buffer> }
type FrameCoding = { readonly type: 'jpeg' | 'png' | 'yuv420p' } | RawCoding
type RawCoding = { readonly type: 'raw'; readonly pixels: 'yuv420p' | 'nv12'; readonly matrix: 'bt601' | 'bt709' }

/** Frames that FFmpeg makes itself of files: a filter graph with one output, of the output's size, BT.709 already. */
export type FilteredFrames = {
  readonly type: 'filtered'
  readonly inputs: readonly FfmpegInput[]
  readonly graph: string
  readonly onFrame?: () => void
}

export type ChunkSource = CodedFrames | FilteredFrames

export type ChunkEncoding = {
  readonly what: string
  readonly profile: EncoderProfile
  readonly output: Output
  readonly outputPath: string
}

/**
 * Frames into one MP4 that starts with a key frame and can be joined to others by stream copy.
 * @throws as runFfmpeg; TOOL_SETTING_WRONG
 */
export async function encodeChunk(tools: FoundFfmpeg, source: ChunkSource, encoding: ChunkEncoding, signal: AbortSignal): Promise<void> {
  const onFrame = source.type === 'filtered' ? source.onFrame : undefined
  await inGpuSession(encoding.profile, () => runFfmpeg(tools, encodeChunkJob(source, encoding), { signal, onFrame }))
}

type FrameInput = { readonly input: readonly string[]; readonly filters: readonly string[] }

function frameInput(coding: FrameCoding, output: Output, pixels: string): FrameInput {
  switch (coding.type) {
    case 'jpeg':
      return { input: ['-f', 'image2pipe', '-c:v', 'mjpeg'], filters: [jpegToBt709] }
    case 'png':
      return { input: ['-f', 'image2pipe', '-c:v', 'png'], filters: [output.alpha ? rgbaToBt709(pixels) : rgbToBt709] }
    case 'yuv420p':
      return { input: rawInput('yuv420p', output), filters: [] }
    case 'raw':
      return { input: rawInput(coding.pixels, output), filters: coding.matrix === 'bt601' ? [bt601ToBt709] : [] }
  }
}

function rawInput(pixels: RawCoding['pixels'], { width, height }: Output): readonly string[] {
  return ['-f', 'rawvideo', '-pix_fmt', pixels, '-video_size', `${width}x${height}`]
}

export function encodeChunkJob(source: ChunkSource, { what, profile, output, outputPath }: ChunkEncoding): FfmpegJob {
  // ProRes says its colours in every frame, and its encoder takes them from the frames and not from the options.
  const tags = profile.codec === 'prores' ? [frameTags] : []
  const { inputs, filter } =
    source.type === 'filtered' ? filteredFrames(source, tags) : pipedFrames(source, output, { tags, pixels: encodedPixels(profile, output) })
  return {
    what,
    inputs,
    outputOptions: [
      ...filter,
      ...chunkEncodingArgs(profile, output),
      // Every frame in is one frame out; FFmpeg may neither drop nor double one to keep a rate.
      ...['-fps_mode', 'passthrough'],
      ...chunkContainer(profile, output),
    ],
    outputPath,
  }
}

/** Whoever reads a chunk looks at its bytes, not at its name. */
function chunkContainer({ codec }: EncoderProfile, { fps, alpha }: Output): readonly string[] {
  // VP9 has no transparency of its own: Matroska keeps it as a second stream beside each frame.
  if (codec === 'vp9' && alpha) return ['-f', 'webm']
  return ['-video_track_timescale', `${trackTimescale(fps)}`, '-f', codec === 'prores' ? 'mov' : 'mp4']
}

type JobInput = { readonly inputs: readonly FfmpegInput[]; readonly filter: readonly string[] }

function filteredFrames({ inputs, graph }: FilteredFrames, tags: readonly string[]): JobInput {
  return { inputs, filter: ['-filter_complex', [graph, ...tags].join(',')] }
}

function pipedFrames(source: CodedFrames, output: Output, { tags, pixels }: { readonly tags: readonly string[]; readonly pixels: string }): JobInput {
  const { num, den } = output.fps
  const { input, filters } = frameInput(source, output, pixels)
  const all = [...filters, ...tags]
  const inputs = [{ from: source.frames, options: [...input, '-framerate', `${num}/${den}`] }]
  return { inputs, filter: all.length === 0 ? [] : ['-vf', all.join(',')] }
}

/** The part of the command line that decides the encoded picture; it is in the chunk's hash. */
export function chunkEncodingArgs(profile: EncoderProfile, output: Output): readonly string[] {
  return [...encoderArgs(profile, output), '-pix_fmt', encodedPixels(profile, output), ...bt709Tags]
}
