import { resolve } from 'node:path'
import type { FfmpegInput } from '../run-ffmpeg.ts'

/** Containers of films, by FFmpeg's names of what reads them. None of these opens another file; playlists (hls, dash, concat) and patterns do. */
const formats = [
  ...['avi', 'flv', 'gif', 'h264', 'hevc', 'ivf', 'matroska', 'mov', 'mpeg', 'mpegts', 'mxf', 'nut', 'obu', 'ogg', 'webm', 'yuv4mpegpipe'],
  ...['apng', 'asf', 'av1'],
]

/** A film's file as FFmpeg takes it: its name is only a name, whatever is in it. */
export function videoFile(path: string): FfmpegInput & { readonly from: string } {
  return {
    from: `file:${resolve(path)}`,
    options: ['-protocol_whitelist', 'file,pipe', '-format_whitelist', formats.join(','), '-max_streams', '100'],
  }
}
