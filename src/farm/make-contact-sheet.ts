import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import sharp, { type Sharp } from 'sharp'
import { findFfmpeg } from '../encoder/find-ffmpeg.ts'
import { readFrame } from '../encoder/read-frame.ts'
import type { Output } from '../film/film.ts'
import { durationOf, frameAt } from '../plan/timeline.ts'
import { openOutputFile } from '../storage/output-file.ts'
import { storageError } from '../storage/storage-error.ts'
import type { RenderReport } from './render-report.ts'

const cellWidth = 480
const gap = 8
const decodersAtOnce = 2

/** One picture with the middle frame of every scene, decoded from the finished film. @throws as readFrame, OUTPUT_UNWRITABLE */
export async function makeContactSheet(
  frame: Output,
  { output: filmPath, scenes }: RenderReport,
  sheetPath: string,
  signal: AbortSignal,
): Promise<void> {
  const { fps, width, height } = frame
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-sheet-'))
  await using sheet = await openOutputFile(sheetPath)
  try {
    const limit = pLimit(decodersAtOnce)
    const tools = findFfmpeg()
    const cells = scenes.map(({ scene, fromS, toS }) =>
      limit(async () => {
        const outputPath = join(folder, `${scene}.png`)
        const timeS = durationOf(Math.floor((frameAt(fromS, fps) + frameAt(toS, fps)) / 2), fps)
        await readFrame(tools, { filmPath, timeS, widthPx: cellWidth, outputPath }, signal)
        return outputPath
      }),
    )
    const cellHeight = Math.round((cellWidth * height) / width)
    await grid(await Promise.all(cells), cellHeight).toFile(sheet.unfinishedPath)
    await sheet.deliver()
  } catch (cause) {
    throw storageError(`the contact sheet ${sheetPath} could not be written`, cause)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The cells in rows, as nearly square as a picture of pictures can be. */
function grid(paths: readonly string[], cellHeight: number): Sharp {
  const columns = columnsFor(paths.length)
  const rows = Math.ceil(paths.length / columns)
  const background = '#101014'
  return sharp({ create: { width: columns * (cellWidth + gap) + gap, height: rows * (cellHeight + gap) + gap, channels: 3, background } })
    .composite(
      paths.map((input, index) => ({
        input,
        left: gap + (index % columns) * (cellWidth + gap),
        top: gap + Math.floor(index / columns) * (cellHeight + gap),
      })),
    )
    .png()
}

/** Near the square root, and of those the one that leaves the fewest cells of the last row empty: 15 pictures are 5 x 3. */
function columnsFor(count: number): number {
  const root = Math.ceil(Math.sqrt(count))
  const empty = (columns: number) => Math.ceil(count / columns) * columns - count
  return [root, root + 1, root + 2].reduce((best, columns) => (empty(columns) < empty(best) ? columns : best))
}
