import type { Codec, Quality } from '../film/output-schema.ts'
import type { FrameRate } from '../film/film.ts'

type Device = 'gpu' | 'cpu'

/** One way to encode. All chunks of a film use one profile on one FFmpeg build. */
export type EncoderProfile = {
  readonly name: string
  readonly codec: Codec
  readonly device: Device
  /** FFmpeg's name of the encoder. */
  readonly encoder: string
  /** What makes the picture better or the encoding faster. */
  readonly quality: Readonly<Record<Quality, readonly string[]>>
  /** What makes every chunk start a closed group and never reorder: pieces that are joined by stream copy. */
  readonly structure: (groupFrames: number) => readonly string[]
}

/** In order of preference: the first that works is `auto`. */
export const encoderProfiles: readonly EncoderProfile[] = [
  {
    name: 'h264-nvenc',
    codec: 'h264',
    device: 'gpu',
    encoder: 'h264_nvenc',
    // -cq with -b:v 0 is NVENC's constant quality; its scale is near x264's crf.
    quality: {
      draft: ['-preset', 'p1', '-rc', 'vbr', '-cq', '24', '-b:v', '0'],
      standard: ['-preset', 'p4', '-rc', 'vbr', '-cq', '21', '-b:v', '0'],
      high: ['-preset', 'p6', '-rc', 'vbr', '-cq', '18', '-b:v', '0', '-spatial-aq', '1'],
    },
    structure: (groupFrames) => [
      '-g',
      `${groupFrames}`,
      '-bf',
      '0',
      '-forced-idr',
      '1',
      '-strict_gop',
      '1',
      '-no-scenecut',
      '1',
      '-profile:v',
      'high',
    ],
  },
  {
    name: 'h264-x264',
    codec: 'h264',
    device: 'cpu',
    encoder: 'libx264',
    quality: {
      draft: ['-preset', 'ultrafast', '-crf', '20'],
      // On moving photographs superfast costs 20 ms of CPU a frame at 1080p and veryfast 36, for the same SSIM (0.988) at the same size.
      standard: ['-preset', 'superfast', '-crf', '19'],
      high: ['-preset', 'medium', '-crf', '16'],
    },
    structure: (groupFrames) => ['-g', `${groupFrames}`, '-keyint_min', `${groupFrames}`, '-bf', '0', '-sc_threshold', '0', '-flags', '+cgop'],
  },
]

/** A key frame every two seconds: seeking stays quick, and it costs about 1 % of size. */
export function gopFrames({ num, den }: FrameRate): number {
  return Math.max(1, Math.round((2 * num) / den))
}

/** All options of a profile for one film, as FFmpeg takes them. */
export function encoderArgs(profile: EncoderProfile, quality: Quality, fps: FrameRate): readonly string[] {
  return ['-c:v', profile.encoder, ...profile.quality[quality], ...profile.structure(gopFrames(fps))]
}
