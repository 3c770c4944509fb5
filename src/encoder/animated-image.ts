import { basename } from 'node:path'
import type { Quality } from '../film/output-schema.ts'
import type { FfmpegJob } from './run-ffmpeg.ts'

type ImageOrder = { readonly filmPath: string; readonly outputPath: string }

/** The 256 colours of a GIF, found in a run of their own: in one with the film, FFmpeg would keep all of its frames in memory until the last. */
export function findPaletteJob({ filmPath, outputPath }: ImageOrder): FfmpegJob {
  return {
    what: 'finding the colours of the GIF',
    inputs: [{ from: filmPath, options: [] }],
    // What moves counts for more than what stays.
    outputOptions: ['-vf', 'palettegen=stats_mode=diff', '-frames:v', '1', '-f', 'image2', '-update', '1', '-c:v', 'png'],
    outputPath,
  }
}

export function makeGifJob({ filmPath, outputPath }: ImageOrder, palettePath: string): FfmpegJob {
  return {
    what: 'making the GIF',
    inputs: [
      { from: filmPath, options: [] },
      { from: palettePath, options: [] },
    ],
    // Error diffusion, but only where the picture has changed: noise that dances over what stands still would double the size.
    outputOptions: ['-filter_complex', 'paletteuse=dither=sierra2_4a:diff_mode=rectangle', '-loop', '0', '-f', 'gif'],
    outputPath,
  }
}

const webpQuality: Readonly<Record<Quality, number>> = { draft: 50, standard: 75, high: 90 }

export function makeWebpJob({ filmPath, outputPath }: ImageOrder, quality: Quality): FfmpegJob {
  return {
    what: 'making the WebP',
    inputs: [{ from: filmPath, options: [] }],
    outputOptions: ['-map', '0:v:0', '-c:v', 'libwebp_anim', '-lossless', '0', '-quality', `${webpQuality[quality]}`, '-loop', '0', '-f', 'webp'],
    outputPath,
  }
}

/** Whether a file in a sequence's folder is one that was written by this pattern. */
export function isOfSequence(pattern: string): (name: string) => boolean {
  const [before = '', after = ''] = basename(pattern).split(/%0?\d*d/)
  return (name) => name.startsWith(before) && name.endsWith(after) && /^\d+$/.test(name.slice(before.length, name.length - after.length))
}

const jpegLevel: Readonly<Record<Quality, number>> = { draft: 6, standard: 3, high: 1 }

/** @param outputPath with a pattern such as %05d for the number, which counts from 1 */
export function makeSequenceJob({ filmPath, outputPath }: ImageOrder, kind: 'png' | 'jpeg', quality: Quality): FfmpegJob {
  const coded =
    kind === 'png'
      ? ['-vf', 'scale=in_color_matrix=bt709:in_range=tv:flags=accurate_rnd+full_chroma_int,format=rgb24', '-c:v', 'png']
      : [
          ...['-vf', 'scale=in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc,format=yuvj444p'],
          ...['-c:v', 'mjpeg', '-q:v', `${jpegLevel[quality]}`],
        ]
  return {
    what: 'writing the pictures',
    inputs: [{ from: filmPath, options: [] }],
    outputOptions: ['-map', '0:v:0', ...coded, '-fps_mode', 'passthrough', '-start_number', '1', '-f', 'image2'],
    outputPath,
  }
}
