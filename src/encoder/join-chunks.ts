import { writeFile } from 'node:fs/promises'
import type { Codec, FilmContainer } from '../film/containers.ts'
import type { FrameRate } from '../film/film.ts'
import { labelsFile, type FilmLabels } from './film-labels.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { languageCode } from './language-code.ts'
import { runFfmpeg, type FfmpegJob } from './run-ffmpeg.ts'
import { trackTimescale } from './time-scale.ts'
import { trackClock } from './track-clock.ts'

export type JoinOrder = {
  readonly chunkPaths: readonly string[]
  /** A list for FFmpeg, written here. */
  readonly listPath: string
  /** The same, of what is written beside picture and sound. */
  readonly labels: { readonly path: string; readonly labels: FilmLabels }
  readonly soundPath: string | null
  readonly fps: FrameRate
  readonly container: FilmContainer
  readonly codec: Codec
  readonly outputPath: string
}

/**
 * The film: chunks one after the other and the sound beside them, nothing encoded again.
 * @throws as runFfmpeg
 */
export async function joinChunks(tools: FoundFfmpeg, order: JoinOrder, signal: AbortSignal): Promise<void> {
  await writeFile(order.listPath, concatList(order.chunkPaths))
  await writeFile(order.labels.path, labelsFile(order.labels.labels, order.fps))
  await runFfmpeg(tools, joinChunksJob(order), { signal })
}

/** The concat demuxer's quoting: within single quotes all is literal but the quote itself. */
export function concatList(paths: readonly string[]): string {
  return ['ffconcat version 1.0', ...paths.map((path) => `file '${path.replaceAll("'", String.raw`'\''`)}'`), ''].join('\n')
}

export function joinChunksJob(order: JoinOrder): FfmpegJob {
  const { listPath, soundPath, labels, fps, container, outputPath } = order
  const sound = soundPath === null ? [] : [{ from: soundPath, options: [] }]
  const labelInput = hasLabels(labels.labels) ? [{ from: labels.path, options: ['-f', 'ffmetadata'] }] : []
  const clock = trackClock(container, fps)
  return {
    what: 'joining the chunks',
    inputs: [{ from: listPath, options: ['-f', 'concat', '-safe', '0'] }, ...sound, ...labelInput],
    outputOptions: [
      ...['-map', '0:v:0', ...(soundPath === null ? [] : ['-map', '1:a:0'])],
      ...labelOptions(order),
      ...['-c', 'copy'],
      // The concat demuxer adds up lengths in whole microseconds, and after a chunk of 1/12 s all frames would be off: count them instead.
      ...['-bsf:v', `setts=ts=${clock.expression}:duration=${clock.duration}`],
      ...containerOptions(order),
      ...['-f', container],
    ],
    outputPath,
  }
}

function hasLabels({ tags, chapters }: FilmLabels): boolean {
  return chapters.length > 0 || Object.keys(tags).length > 0
}

function labelOptions({ labels: { labels }, soundPath, container }: JoinOrder): readonly string[] {
  const { language } = labels
  const hasSound = soundPath !== null
  const input = hasSound ? '2' : '1'
  const spoken = hasSound && language !== null ? ['-metadata:s:a:0', `language=${languageCode(language, container)}`] : []
  return [...(hasLabels(labels) ? ['-map_metadata', input, '-map_chapters', input] : []), ...spoken]
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
