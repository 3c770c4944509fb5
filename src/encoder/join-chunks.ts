import { writeFile } from 'node:fs/promises'
import type { Codec, FilmContainer } from '../film/containers.ts'
import type { FrameRate } from '../film/film.ts'
import { labelsFile, type FilmLabels } from './film-labels.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { languageCode } from './language-code.ts'
import { runFfmpeg, type FfmpegJob } from './run-ffmpeg.ts'
import { trackLanguage } from './track-language.ts'
import { trackTimescale } from './time-scale.ts'
import { trackClock } from './track-clock.ts'

/** `language` is a language tag as in the film. */
export type CaptionTrack = { readonly path: string; readonly language: string }

export type JoinOrder = {
  readonly chunkPaths: readonly string[]
  /** A list for FFmpeg, written here. */
  readonly listPath: string
  /** The same, of what is written beside picture and sound. */
  readonly labels: { readonly path: string; readonly labels: FilmLabels }
  readonly soundPath: string | null
  /** A WebVTT file that becomes a text track; of SRT, FFmpeg would take what looks like a tag for one. */
  readonly captions?: CaptionTrack | null
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
  const { listPath, soundPath, captions = null, labels, fps, container, outputPath } = order
  const sound = soundPath === null ? [] : [{ from: soundPath, options: [] }]
  const text = captions === null ? [] : [{ from: captions.path, options: ['-f', 'webvtt'] }]
  const labelInput = hasLabels(labels.labels) ? [{ from: labels.path, options: ['-f', 'ffmetadata'] }] : []
  const clock = trackClock(container, fps)
  return {
    what: 'joining the chunks',
    inputs: [{ from: listPath, options: ['-f', 'concat', '-safe', '0'] }, ...sound, ...text, ...labelInput],
    outputOptions: [
      ...['-map', '0:v:0', ...(soundPath === null ? [] : ['-map', '1:a:0'])],
      ...(captions === null ? [] : ['-map', `${1 + sound.length}:s:0`]),
      ...labelOptions(order),
      ...['-c', 'copy'],
      ...(captions === null ? [] : captionOptions(captions, container)),
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

function labelOptions({ labels: { labels }, soundPath, captions = null, container }: JoinOrder): readonly string[] {
  const { language } = labels
  const hasSound = soundPath !== null
  const input = `${1 + (hasSound ? 1 : 0) + (captions === null ? 0 : 1)}`
  const spoken = hasSound && language !== null ? ['-metadata:s:a:0', `language=${languageCode(language, container)}`] : []
  return [...(hasLabels(labels) ? ['-map_metadata', input, '-map_chapters', input] : []), ...spoken]
}

/** Each container has a kind of text of its own. */
function captionOptions({ language }: CaptionTrack, container: FilmContainer): readonly string[] {
  const code = languageCode(trackLanguage(language), container)
  return ['-c:s', container === 'webm' ? 'webvtt' : 'mov_text', '-metadata:s:s:0', `language=${code}`]
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
