import { basename, dirname, join } from 'node:path'
import type { FrameRate } from '../film/film.ts'
import type { FfmpegJob } from './run-ffmpeg.ts'
import { trackTimescale } from './time-scale.ts'

type SegmentOrder = {
  /** MP4. */
  readonly filmPath: string
  readonly playlistPath: string
  /** Each segment ends at the first key frame after so many seconds. */
  readonly segmentS: number
  readonly fps: FrameRate
}

/** Whether a file in a playlist's folder is one that `cutSegmentsJob` writes. */
export function isOfPlaylist(playlistPath: string): (name: string) => boolean {
  return (name) => name === basename(playlistPath) || name === 'init.mp4' || /^segment-\d{5}\.m4s$/.test(name)
}

/** A film as HTTP Live Streaming takes it: a playlist, and fragmented MP4 cut at key frames, nothing encoded again. */
export function cutSegmentsJob({ filmPath, playlistPath, segmentS, fps }: SegmentOrder): FfmpegJob {
  return {
    what: 'cutting the film into segments',
    inputs: [{ from: filmPath, options: [] }],
    outputOptions: [
      // Chapters have no place in a playlist, and their track would become one of its own.
      ...['-map', '0:v:0', '-map', '0:a?', '-map_chapters', '-1', '-c', 'copy'],
      ...['-f', 'hls', '-hls_time', `${segmentS}`, '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
      // Every segment begins with a key frame, and may be told so.
      ...['-hls_flags', 'independent_segments', '-hls_fmp4_init_filename', 'init.mp4'],
      ...['-hls_segment_options', `video_track_timescale=${trackTimescale(fps)}`],
      ...['-hls_segment_filename', join(dirname(playlistPath), 'segment-%05d.m4s')],
    ],
    outputPath: playlistPath,
  }
}
