import type { Codec } from '../film/containers.ts'
import type { Preset, Quality } from '../film/output-schema.ts'
import type { FrameRate, Output } from '../film/film.ts'

type Device = 'gpu' | 'cpu'
type Args = readonly string[]

/** What a film's `quality` means to an encoder: how long it takes, and how near the picture is. */
type Level = { readonly preset: Preset; readonly constant: number; readonly more?: Args }

/** One way to encode. All chunks of a film use one profile on one FFmpeg build. */
export type EncoderProfile = {
  readonly name: string
  readonly codec: Codec
  readonly device: Device
  /** FFmpeg's name of the encoder. */
  readonly encoder: string
  readonly pixels: string
  /** Where it can keep transparency: the pixels, and what is said beside or in place of the rate. */
  readonly alpha?: { readonly pixels: string; readonly args: Args }
  readonly levels: Readonly<Record<Quality, Level>>
  /** The encoder's own setting for each preset. */
  readonly speed: (preset: Preset) => Args
  readonly constant: (level: number, hasAlpha: boolean) => Args
  readonly average: (bitsPerSecond: number) => Args
  /** What makes every chunk start a closed group and never reorder: pieces that are joined by stream copy. */
  readonly structure: (groupFrames: number) => Args
}

const sameName = (preset: Preset): Args => ['-preset', preset]
const crf = (level: number): Args => ['-crf', `${level}`]

/** A moment may take half as much again, made up for within two seconds: players on a line of that rate do not run dry. */
const average = (bits: number): Args => ['-b:v', `${bits}`, '-maxrate', `${Math.round(bits * 1.5)}`, '-bufsize', `${bits * 2}`]

/** From quick to good, one for each preset in the order of the schema. */
const steps = (values: Readonly<Record<Preset, string>>, name: string) => (preset: Preset) => [name, values[preset]] as const

const nvencSteps = steps(
  { ultrafast: 'p1', superfast: 'p1', veryfast: 'p2', faster: 'p3', fast: 'p3', medium: 'p4', slow: 'p5', slower: 'p6', veryslow: 'p7' },
  '-preset',
)

const nvenc = {
  device: 'gpu' as const,
  pixels: 'yuv420p',
  speed: nvencSteps,
  // -cq with -b:v 0 is NVENC's constant quality; its scale is near x264's crf.
  constant: (level: number) => ['-rc', 'vbr', '-cq', `${level}`, '-b:v', '0'],
  average: (bits: number) => ['-rc', 'vbr', ...average(bits)],
}

const closedNvencGroups = (groupFrames: number) => ['-g', `${groupFrames}`, '-bf', '0', '-forced-idr', '1', '-strict_gop', '1', '-no-scenecut', '1']

/** In order of preference: the first of a codec that works is `auto`. */
export const encoderProfiles: readonly EncoderProfile[] = [
  {
    ...nvenc,
    name: 'h264-nvenc',
    codec: 'h264',
    encoder: 'h264_nvenc',
    levels: {
      draft: { preset: 'ultrafast', constant: 24 },
      standard: { preset: 'medium', constant: 21 },
      high: { preset: 'slower', constant: 18, more: ['-spatial-aq', '1'] },
    },
    structure: (groupFrames) => [...closedNvencGroups(groupFrames), '-profile:v', 'high'],
  },
  {
    name: 'h264-x264',
    codec: 'h264',
    device: 'cpu',
    encoder: 'libx264',
    pixels: 'yuv420p',
    levels: {
      draft: { preset: 'ultrafast', constant: 20 },
      // On moving photographs superfast costs 20 ms of CPU a frame at 1080p and veryfast 36, for the same SSIM (0.988) at the same size.
      standard: { preset: 'superfast', constant: 19 },
      high: { preset: 'medium', constant: 16 },
    },
    speed: sameName,
    constant: crf,
    average,
    structure: (groupFrames) => ['-g', `${groupFrames}`, '-keyint_min', `${groupFrames}`, '-bf', '0', '-sc_threshold', '0', '-flags', '+cgop'],
  },
  {
    ...nvenc,
    name: 'hevc-nvenc',
    codec: 'hevc',
    encoder: 'hevc_nvenc',
    levels: {
      draft: { preset: 'ultrafast', constant: 27 },
      standard: { preset: 'medium', constant: 24 },
      high: { preset: 'slower', constant: 20, more: ['-spatial-aq', '1'] },
    },
    structure: (groupFrames) => [...closedNvencGroups(groupFrames), '-profile:v', 'main'],
  },
  {
    name: 'hevc-x265',
    codec: 'hevc',
    device: 'cpu',
    encoder: 'libx265',
    pixels: 'yuv420p',
    levels: {
      draft: { preset: 'ultrafast', constant: 23 },
      standard: { preset: 'superfast', constant: 22 },
      high: { preset: 'medium', constant: 18 },
    },
    speed: sameName,
    constant: crf,
    average,
    // Its parameters of its own: FFmpeg's options for the same are not passed on to it.
    structure: (groupFrames) => [
      ...['-g', `${groupFrames}`, '-bf', '0'],
      ...['-x265-params', `log-level=error:min-keyint=${groupFrames}:scenecut=0:open-gop=0`],
    ],
  },
  {
    ...nvenc,
    name: 'av1-nvenc',
    codec: 'av1',
    encoder: 'av1_nvenc',
    levels: {
      draft: { preset: 'ultrafast', constant: 34 },
      standard: { preset: 'medium', constant: 30 },
      high: { preset: 'slower', constant: 24, more: ['-spatial-aq', '1'] },
    },
    structure: closedNvencGroups,
  },
  {
    name: 'av1-svt',
    codec: 'av1',
    device: 'cpu',
    encoder: 'libsvtav1',
    pixels: 'yuv420p',
    levels: {
      draft: { preset: 'ultrafast', constant: 35 },
      standard: { preset: 'veryfast', constant: 30 },
      high: { preset: 'slow', constant: 22 },
    },
    speed: steps(
      { ultrafast: '12', superfast: '11', veryfast: '10', faster: '9', fast: '8', medium: '7', slow: '6', slower: '5', veryslow: '4' },
      '-preset',
    ),
    constant: crf,
    // Of SVT-AV1's ways to hold a mean rate this one takes no maximum beside it.
    average: (bits) => ['-b:v', `${bits}`],
    structure: (groupFrames) => ['-g', `${groupFrames}`, '-svtav1-params', 'scd=0:irefresh-type=2'],
  },
  {
    name: 'vp9-vpx',
    codec: 'vp9',
    device: 'cpu',
    encoder: 'libvpx-vp9',
    pixels: 'yuv420p',
    alpha: { pixels: 'yuva420p', args: [] },
    levels: {
      draft: { preset: 'ultrafast', constant: 30 },
      standard: { preset: 'veryfast', constant: 26 },
      high: { preset: 'medium', constant: 20 },
    },
    speed: steps(
      { ultrafast: '8', superfast: '7', veryfast: '6', faster: '5', fast: '4', medium: '3', slow: '2', slower: '1', veryslow: '0' },
      '-cpu-used',
    ),
    // Without a rate of 0 the level would only be the worst that it may take.
    constant: (level) => ['-crf', `${level}`, '-b:v', '0'],
    average,
    // Above cpu-used 5 only `realtime` has steps. No frame is looked ahead for and none is hidden: one packet is one frame.
    structure: (groupFrames) => [...['-g', `${groupFrames}`, '-deadline', 'realtime', '-lag-in-frames', '0', '-auto-alt-ref', '0', '-row-mt', '1']],
  },
  {
    name: 'lossless-x264',
    codec: 'lossless',
    device: 'cpu',
    encoder: 'libx264',
    pixels: 'yuv420p',
    levels: {
      draft: { preset: 'ultrafast', constant: 0 },
      standard: { preset: 'ultrafast', constant: 0 },
      high: { preset: 'ultrafast', constant: 0 },
    },
    speed: sameName,
    constant: (level) => ['-qp', `${level}`],
    average: () => [],
    structure: (groupFrames) => ['-g', `${groupFrames}`, '-keyint_min', `${groupFrames}`, '-bf', '0', '-sc_threshold', '0', '-flags', '+cgop'],
  },
  {
    name: 'prores',
    codec: 'prores',
    device: 'cpu',
    encoder: 'prores_ks',
    pixels: 'yuv422p10le',
    alpha: { pixels: 'yuva444p10le', args: ['-alpha_bits', '16'] },
    levels: {
      draft: { preset: 'medium', constant: 1 },
      standard: { preset: 'medium', constant: 2 },
      high: { preset: 'medium', constant: 3 },
    },
    speed: () => [],
    // Its profiles are its qualities: LT, standard, HQ; 4444 has transparency. Every frame stands alone. Editors expect Apple's name in the file.
    constant: (profile, hasAlpha) => ['-profile:v', hasAlpha ? '4444' : `${profile}`],
    average: () => [],
    structure: () => ['-vendor', 'apl0'],
  },
]

/** A key frame every two seconds: seeking stays quick, and it costs about 1 % of size. */
export function gopFrames({ num, den }: FrameRate): number {
  return Math.max(1, Math.round((2 * num) / den))
}

export type EncoderWishes = Pick<Output, 'quality' | 'fps' | 'crf' | 'bitrate' | 'preset' | 'alpha'>

/** All options of a profile for one film, as FFmpeg takes them. */
export function encoderArgs(profile: EncoderProfile, wishes: EncoderWishes): Args {
  const { preset, constant, more = [] } = profile.levels[wishes.quality]
  const { bitrate, crf: level = constant, alpha = false } = wishes
  const rate = bitrate === undefined ? profile.constant(level, alpha) : profile.average(bitrate)
  const kept = alpha ? (profile.alpha?.args ?? []) : []
  return ['-c:v', profile.encoder, ...profile.speed(wishes.preset ?? preset), ...rate, ...more, ...kept, ...profile.structure(gopFrames(wishes.fps))]
}

/** How pixels lie in memory when they are encoded. */
export function encodedPixels({ pixels, alpha }: EncoderProfile, output: Pick<Output, 'alpha'>): string {
  return output.alpha && alpha ? alpha.pixels : pixels
}
