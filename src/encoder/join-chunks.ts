import { writeFile } from 'node:fs/promises'
import type { Codec, Container } from '../film/containers.ts'
import type { FrameRate } from '../film/film.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from './run-ffmpeg.ts'
import { trackTimescale } from './time-scale.ts'
import { trackClock } from './track-clock.ts'

export type JoinOrder = {
  readonly chunkPaths: readonly string[]
  /** A list for FFmpeg, written here. */
  readonly listPath: string
  readonly soundPath: string | null
  readonly fps: FrameRate
  readonly container: Container
  readonly codec: Codec
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

export function joinChunksJob(order: JoinOrder): FfmpegJob {
  const { listPath, soundPath, fps, container, outputPath } = order
  const clock = trackClock(container, fps)
  return {
    what: 'joining the chunks',
    inputs: [{ from: listPath, options: ['-f', 'concat', '-safe', '0'] }, ...(soundPath === null ? [] : [{ from: soundPath, options: [] }])],
    outputOptions: [
      ...['-map', '0:v:0', ...(soundPath === null ? [] : ['-map', '1:a:0'])],
      ...['-c', 'copy'],
      // The concat demuxer adds up lengths in whole microseconds, and after a chunk of 1/12 s all frames would be off: count them instead.
      ...['-bsf:v', `setts=ts=${clock.expression}:duration=${clock.duration}`],
      ...containerOptions(order),
      ...['-f', container],
    ],
    outputPath,
  }
}

function containerOptions({ container, codec, fps }: JoinOrder): readonly string[] {
  // The index before the data, so that a player can start while it loads.
  if (container === 'webm') return ['-cues_to_front', '1']
  const timescale = `${trackTimescale(fps)}`
  return [
    // The header's own clock, 1/1000 s by default, could not hold 1001/30000.
    ...['-video_track_timescale', timescale, '-movie_timescale', timescale],
    // Apple's players open HEVC by this name alone.
    ...(codec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    ...['-movflags', '+faststart'],
  ]
}
