import type { FrameRate } from '../film/film.ts'
import { rgbToBt709 } from './colour.ts'
import type { FfmpegInput } from './run-ffmpeg.ts'

/** One PNG as an input of one frame, and the filter that makes BT.709 of it. */
export function stillAs(format: 'yuv420p' | 'yuv444p', path: string, { num, den }: FrameRate): { input: FfmpegInput; filter: string } {
  return {
    // By its bytes, since FFmpeg takes a % in a file's name for a number.
    input: { from: path, options: ['-f', 'image2pipe', '-c:v', 'png', '-framerate', `${num}/${den}`] },
    filter: `${rgbToBt709},format=${format}`,
  }
}
