import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { compareFilmsJob, comparisonFiles, type ComparisonOrder } from './compare-films-job.ts'
import { parseFrameMetadata } from './frame-metadata.ts'
import { readDetail, type FrameDetail } from './read-detail.ts'
import { parseVmafLog } from './vmaf-log.ts'

/** How alike two frames are. */
export type FrameLikeness = {
  /** dB, of all planes together; null where they are equal. */
  readonly psnr: number | null
  /** 0 to 1, of all planes together. */
  readonly ssim: number
  /** 0 to 100; null where this FFmpeg has no libvmaf. */
  readonly vmaf: number | null
}

/** Seconds of each frame from the film's start; null where the file has no time for it. */
export type FrameTimes = readonly (number | null)[]

export type FilmComparison = {
  readonly likeness: readonly FrameLikeness[]
  /** Of the same frames; none where it was not asked for. */
  readonly detail: readonly FrameDetail[]
  readonly times: { readonly baseline: FrameTimes; readonly actual: FrameTimes }
}

/**
 * Compares two films in one run. Thumbnails and sound are left in the order's folder (`comparisonFiles`).
 * @throws CANCELLED, FFMPEG_FAILED, DISK_FULL
 */
export async function compareFilms(tools: FoundFfmpeg, order: ComparisonOrder, signal: AbortSignal): Promise<FilmComparison> {
  await runFfmpeg(tools, compareFilmsJob(order), { signal })
  const text = (name: string) => readFile(join(order.folder, name), 'utf8')
  const times = async (side: 'baseline' | 'actual') =>
    order.thumbnails === null ? [] : parseFrameMetadata(await text(comparisonFiles.times(side))).map(({ seconds }) => seconds)
  const vmaf = order.hasVmaf ? parseVmafLog(await text(comparisonFiles.vmaf)) : []
  const measures = parseFrameMetadata(await text(comparisonFiles.measures))
  return {
    detail: order.hasDetail ? await readDetail(order.folder) : [],
    likeness: measures.map(({ values }, index) => likenessOf(values, vmaf[index] ?? null)),
    times: { baseline: await times('baseline'), actual: await times('actual') },
  }
}

function likenessOf(values: Readonly<Record<string, string>>, vmaf: number | null): FrameLikeness {
  const psnr = Number(values['lavfi.psnr.psnr_avg'])
  return { psnr: Number.isFinite(psnr) ? psnr : null, ssim: Number(values['lavfi.ssim.All']), vmaf }
}
