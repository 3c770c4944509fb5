import type { FrameRate } from '../../film/film.ts'
import type { FfmpegInput, FfmpegJob } from '../run-ffmpeg.ts'
import { detailGraph } from './detail-graph.ts'
import { filterPath } from './filter-path.ts'
import { sameLookFilters } from './same-look.ts'
import type { FilmFileFacts, PictureFacts } from './probe-film.ts'
import { videoFile } from './video-file.ts'

/** Frames in a row of a film; `to` is the last one. */
export type FrameSpan = { readonly from: number; readonly to: number }

export type ThumbnailSize = { readonly width: number; readonly height: number }

export type ComparisonOrder = {
  readonly baseline: FilmFileFacts
  readonly actual: FilmFileFacts
  /** Of which frames the measures are taken: as many of the one film as of the other; null: of all, by their numbers. */
  readonly spans: { readonly baseline: readonly FrameSpan[]; readonly actual: readonly FrameSpan[] } | null
  readonly thumbnails: ThumbnailSize | null
  /** Whether the finest detail is measured, too: only of films of one size and rate, as another size has other detail. */
  readonly hasDetail: boolean
  readonly hasVmaf: boolean
  /** Both are decoded to it; null: no sound is compared. */
  readonly sound: { readonly sampleRate: number; readonly channels: 1 | 2 } | null
  /** For what FFmpeg writes. */
  readonly folder: string
}

type Side = 'baseline' | 'actual'

/** Names of the files that a comparison writes into its folder. */
export const comparisonFiles = {
  measures: 'measures.txt',
  vmaf: 'vmaf.json',
  times: (side: Side) => `${side}-times.txt`,
  thumbnails: (side: Side) => `${side}-thumbnails.raw`,
  sound: (side: Side) => `${side}-sound.raw`,
}

/**
 * One run of FFmpeg over both films: measures of every pair of frames, times and thumbnails of every frame, all of the sound.
 * The films are held together by the numbers of their frames: by their times a single odd timestamp would shift all that follows.
 */
export function compareFilmsJob(order: ComparisonOrder): FfmpegJob {
  const { baseline, actual, thumbnails, sound, folder } = order
  const file = (name: string) => `${folder}/${name}`
  const pictures = thumbnails === null ? [] : (['baseline', 'actual'] as const)
  const outputs: readonly { readonly options: readonly string[]; readonly path: string }[] = [
    ...pictures.map((side) => ({
      options: ['-map', `[${side}-small]`, '-fps_mode', 'passthrough', '-f', 'rawvideo'],
      path: file(comparisonFiles.thumbnails(side)),
    })),
    ...(sound === null ? [] : soundOutputs(order, sound)),
    ...measuredLinks(order).map((link) => ({ options: ['-map', `[${link}]`, '-fps_mode', 'passthrough', '-f', 'null'], path: '-' })),
  ]
  const last = outputs.at(-1)
  return {
    what: `comparing ${baseline.path} and ${actual.path}`,
    inputs: [baseline, actual].map(({ path }) => asStored(videoFile(path))),
    outputOptions: [
      ...['-filter_complex', graphOf(order)],
      ...outputs.slice(0, -1).flatMap(({ options, path }) => [...options, path]),
      ...(last?.options ?? []),
    ],
    outputPath: last?.path ?? '-',
  }
}

/** What ends in measures alone. */
function measuredLinks({ hasDetail }: ComparisonOrder): readonly string[] {
  return hasDetail ? ['measured', 'actual-detail', 'baseline-detail'] : ['measured']
}

/** Pictures are compared as they are stored; that one is to be turned by a player is said as a fact of its file. */
function asStored({ from, options }: FfmpegInput): FfmpegInput {
  return { from, options: [...options, '-noautorotate'] }
}

function graphOf(order: ComparisonOrder): string {
  const { baseline, actual, thumbnails, hasDetail, hasVmaf, folder } = order
  const measures = hasVmaf ? ['psnr', 'ssim', 'vmaf'] : ['psnr', 'ssim']
  const { fps } = baseline.picture
  const references = [...measures.map((name) => `[${name}-reference]`), ...(hasDetail ? ['[baseline-luma]'] : [])]
  return [
    `[0:${baseline.picture.stream}]${timesFilter(order, 'baseline')},${numbered(fps)}${forks('baseline', thumbnails)}`,
    `[1:${actual.picture.stream}]${timesFilter(order, 'actual')}${sameRate(actual.picture, fps)}${sameLookFilters(actual.picture, baseline.picture)},${numbered(fps)}${forks('actual', thumbnails)}`,
    `[baseline-full]${selected(order.spans?.baseline, fps)}split=${references.length}${references.join('')}`,
    `[actual-full]${selected(order.spans?.actual, fps)}${hasDetail ? 'split=2[measured-0][actual-luma]' : 'null[measured-0]'}`,
    ...measures.map((name, index) => `[measured-${index}][${name}-reference]${measureFilter(name, folder)}[measured-${index + 1}]`),
    `[measured-${measures.length}]metadata=print:file=${filterPath(`${folder}/${comparisonFiles.measures}`)}[measured]`,
    ...(hasDetail ? detailGraph(baseline.picture, folder) : []),
    ...(thumbnails === null
      ? []
      : (['baseline', 'actual'] as const).map((side) => `[${side}-thumbnail]${thumbnailFilter(thumbnails)}[${side}-small]`)),
  ].join(';')
}

/** A measure ends where the shorter film does. */
function measureFilter(name: string, folder: string): string {
  const log = filterPath(`${folder}/${comparisonFiles.vmaf}`)
  return name === 'vmaf' ? `libvmaf=log_fmt=json:log_path=${log}:shortest=1:repeatlast=0` : `${name}=shortest=1:repeatlast=0`
}

/** Only a frame with some metadata is printed. */
function timesFilter({ folder, thumbnails }: ComparisonOrder, side: Side): string {
  if (thumbnails === null) return 'null'
  return `metadata=add:key=side:value=${side},metadata=print:file=${filterPath(`${folder}/${comparisonFiles.times(side)}`)}`
}

/** Frame n is at n frames' time, wherever the file has it. */
function numbered({ num, den }: FrameRate): string {
  return `settb=${den}/${num},setpts=N`
}

function forks(side: Side, thumbnails: ThumbnailSize | null): string {
  return thumbnails === null ? `[${side}-full]` : `,split=2[${side}-full][${side}-thumbnail]`
}

/** A film of another rate is looked at when the baseline's frames are shown. */
function sameRate(actual: PictureFacts, fps: FrameRate): string {
  return hasSameRate(actual.fps, fps) ? '' : `,fps=${fps.num}/${fps.den}`
}

/** Rates of the same name: 29.97 and 30 differ by a thousandth. */
export function hasSameRate(a: FrameRate, b: FrameRate): boolean {
  return Math.abs((a.num * b.den) / (a.den * b.num) - 1) < 0.0005
}

function selected(spans: readonly FrameSpan[] | undefined, fps: FrameRate): string {
  if (spans === undefined) return ''
  return `select='${spans.map(({ from, to }) => `between(n,${from},${to})`).join('+')}',${numbered(fps)},`
}

/** The mean of each area, kept to a 256th of a level: what slow moves change from frame to frame is less than a level. */
function thumbnailFilter({ width, height }: ThumbnailSize): string {
  return `scale=${width}:${height}:flags=area:in_range=tv:out_range=tv,format=yuv420p16le`
}

/** From the film's own start on, with silence where a track begins later or has a hole. */
function soundOutputs({ baseline, actual, folder }: ComparisonOrder, { sampleRate, channels }: NonNullable<ComparisonOrder['sound']>) {
  return [baseline, actual].flatMap(({ sound }, index) => {
    if (sound === null) return []
    const raw = ['-af', 'aresample=async=1:first_pts=0', '-ar', `${sampleRate}`, '-ac', `${channels}`, '-f', 'f32le']
    return [
      { options: ['-map', `${index}:${sound.stream}`, ...raw], path: `${folder}/${comparisonFiles.sound(index === 0 ? 'baseline' : 'actual')}` },
    ]
  })
}
