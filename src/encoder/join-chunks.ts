import { writeFile } from 'node:fs/promises'
import type { FrameRate } from '../film/film.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from './run-ffmpeg.ts'
import { trackLanguage } from './track-language.ts'
import { frameTicks, trackTimescale } from './time-scale.ts'

/** `language` is a language tag as in the film. */
export type CaptionTrack = { readonly path: string; readonly language: string }

type JoinOrder = {
  readonly chunkPaths: readonly string[]
  /** A list for FFmpeg, written here. */
  readonly listPath: string
  readonly soundPath: string | null
  /** A WebVTT file that becomes a text track; of SRT, FFmpeg would take what looks like a tag for one. */
  readonly captions?: CaptionTrack | null
  readonly fps: FrameRate
  readonly outputPath: string
}

/**
 * The film: chunks one after the other and the sound beside them, nothing encoded again.
 * @throws as runFfmpeg
 */
export async function joinChunks(tools: FoundFfmpeg, order: JoinOrder, signal: AbortSignal): Promise<void> {
  await writeFile(order.listPath, concatList(order.chunkPaths))
  await runFfmpeg(tools, joinChunksJob(order), { signal })
}

/** The concat demuxer's quoting: within single quotes all is literal but the quote itself. */
export function concatList(paths: readonly string[]): string {
  return ['ffconcat version 1.0', ...paths.map((path) => `file '${path.replaceAll("'", String.raw`'\''`)}'`), ''].join('\n')
}

export function joinChunksJob({ listPath, soundPath, captions = null, fps, outputPath }: JoinOrder): FfmpegJob {
  const timescale = trackTimescale(fps)
  const ticks = frameTicks(fps)
  return {
    what: 'joining the chunks',
    inputs: [
      { from: listPath, options: ['-f', 'concat', '-safe', '0'] },
      ...(soundPath === null ? [] : [{ from: soundPath, options: [] }]),
      ...(captions === null ? [] : [{ from: captions.path, options: ['-f', 'webvtt'] }]),
    ],
    outputOptions: [
      ...['-map', '0:v:0', ...(soundPath === null ? [] : ['-map', '1:a:0'])],
      ...(captions === null ? [] : ['-map', `${soundPath === null ? 1 : 2}:s:0`]),
      ...['-c', 'copy', '-video_track_timescale', `${timescale}`],
      ...(captions === null ? [] : ['-c:s', 'mov_text', '-metadata:s:s:0', `language=${trackLanguage(captions.language)}`]),
      // The concat demuxer adds up lengths in whole microseconds, and after a chunk of 1/12 s all frames would be off: count them instead.
      ...['-bsf:v', `setts=ts=N*${ticks}:duration=${ticks}`],
      // The header's own clock, 1/1000 s by default, could not hold 1001/30000.
      ...['-movie_timescale', `${timescale}`],
      ...['-movflags', '+faststart', '-f', 'mp4'],
    ],
    outputPath,
  }
}
