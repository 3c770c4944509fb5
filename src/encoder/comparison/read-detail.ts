import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { detailFile, detailMeasures, type DetailMeasure } from './detail-graph.ts'
import { parseFrameMetadata } from './frame-metadata.ts'

/** Mean squared differences of the luma of a frame, in levels of 255. */
export type FrameDetail = Readonly<Record<DetailMeasure, number>>

/** The files that `detailGraph` leaves in a folder. */
export async function readDetail(folder: string): Promise<readonly FrameDetail[]> {
  const columns = await Promise.all(detailMeasures.map(async (measure) => ({ measure, values: await readColumn(join(folder, detailFile(measure))) })))
  const frames = Math.min(...columns.map(({ values }) => values.length))
  return Array.from(
    { length: frames },
    (_, frame) => Object.fromEntries(columns.map(({ measure, values }) => [measure, values[frame] ?? 0])) as FrameDetail,
  )
}

async function readColumn(path: string): Promise<readonly number[]> {
  return parseFrameMetadata(await readFile(path, 'utf8')).map(({ values }) => squaredLevels(Number(values['lavfi.psnr.psnr.y'])))
}

/** What a PSNR in dB says of frames of any depth; that of equal ones is endless. */
function squaredLevels(psnr: number): number {
  return Number.isFinite(psnr) ? 255 ** 2 / 10 ** (psnr / 10) : 0
}
