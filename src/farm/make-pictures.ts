import { basename, join } from 'node:path'
import pLimit from 'p-limit'
import sharp, { type Sharp } from 'sharp'
import type { FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import { readFrame } from '../encoder/read-frame.ts'
import type { FrameRate } from '../film/film.ts'
import type { PictureFormat } from '../film/pictures-schema.ts'
import type { PlannedPicture, PlannedPictures, PlannedStoryboard } from '../plan/plan-pictures.ts'
import { writeFile } from 'node:fs/promises'
import type { OutputFiles } from '../storage/output-files.ts'
import { storageError } from '../storage/storage-error.ts'
import type { SideFile } from './side-file.ts'
import { storyboardVtt } from './storyboard-vtt.ts'

export type PictureOrder = {
  /** The checked film, which may not be at its last place yet. */
  readonly filmPath: string
  /** What the pictures' names begin with: the film's path without its suffix. */
  readonly stem: string
  readonly fps: FrameRate
  readonly workFolder: string
  readonly files: OutputFiles
  readonly signal: AbortSignal
}

const decodersAtOnce = 2
const suffixes: Readonly<Record<PictureFormat, string>> = { jpeg: 'jpg', png: 'png', webp: 'webp' }
/** Pictures of a storyboard across and down one sheet. */
const sheetCells = 10

/** The poster, thumbnails and storyboard that a film asks for, from its own frames; they are delivered with the film. @throws as readFrame, DISK_FULL */
export async function makePictures(
  tools: FoundFfmpeg,
  { poster, thumbnails, storyboard }: PlannedPictures,
  order: PictureOrder,
): Promise<readonly SideFile[]> {
  const limit = pLimit(decodersAtOnce)
  const single = (kind: SideFile['kind'], picture: PlannedPicture, name: string) =>
    limit(async () => {
      const file = await order.files.open(`${order.stem}.${name}.${suffixes[picture.format]}`)
      const frame = await frameAsPng(tools, picture, order)
      await written(coded(sharp(frame), picture.format), file.unfinishedPath)
      return { kind, path: file.path }
    })
  const singles = await Promise.all([
    ...(poster ? [single('poster', poster, 'poster')] : []),
    ...thumbnails.map((picture, index) => single('thumbnail', picture, `thumbnail-${index + 1}`)),
  ])
  return [...singles, ...(storyboard ? await makeStoryboard(tools, storyboard, order) : [])]
}

async function makeStoryboard(tools: FoundFfmpeg, { cells, widthPx, format }: PlannedStoryboard, order: PictureOrder): Promise<readonly SideFile[]> {
  const limit = pLimit(decodersAtOnce)
  const paths = await Promise.all(cells.map(({ frame }) => limit(() => frameAsPng(tools, { frame, widthPx }, order))))
  const first = paths[0]
  const { height: heightPx } = first === undefined ? { height: 0 } : await sharp(first).metadata()
  const cell = { width: widthPx, height: heightPx }
  const sheets: SideFile[] = []
  const perSheet = sheetCells ** 2
  for (let from = 0; from < paths.length; from += perSheet) {
    const number = paths.length > perSheet ? `-${sheets.length + 1}` : ''
    const file = await order.files.open(`${order.stem}.storyboard${number}.${suffixes[format]}`)
    await written(coded(sheetOf(paths.slice(from, from + perSheet), cell), format), file.unfinishedPath)
    sheets.push({ kind: 'storyboard', path: file.path })
  }
  const index = await order.files.open(`${order.stem}.storyboard.vtt`)
  const places = cells.map(({ fromS, toS }, number) => {
    const onSheet = number % perSheet
    const [left, top] = [(onSheet % sheetCells) * cell.width, Math.floor(onSheet / sheetCells) * cell.height]
    return { fromS, toS, sheet: basename(sheets[Math.floor(number / perSheet)]?.path ?? ''), left, top, ...cell }
  })
  await writeFile(index.unfinishedPath, storyboardVtt(places))
  return [...sheets, { kind: 'storyboard', path: index.path }]
}

async function frameAsPng(tools: FoundFfmpeg, { frame, widthPx }: { frame: number; widthPx: number }, order: PictureOrder): Promise<string> {
  const outputPath = join(order.workFolder, `frame-${frame}-${widthPx}.png`)
  // Half a frame early: FFmpeg takes the first frame that is not before the time, however the container has rounded it.
  const timeS = Math.max(0, ((frame - 0.5) * order.fps.den) / order.fps.num)
  await readFrame(tools, { filmPath: order.filmPath, timeS, widthPx, outputPath }, order.signal)
  return outputPath
}

function sheetOf(paths: readonly string[], { width, height }: { width: number; height: number }): Sharp {
  const columns = Math.min(sheetCells, paths.length)
  const rows = Math.ceil(paths.length / sheetCells)
  const cells = paths.map((input, index) => ({ input, left: (index % sheetCells) * width, top: Math.floor(index / sheetCells) * height }))
  return sharp({ create: { width: columns * width, height: rows * height, channels: 3, background: '#000' } }).composite(cells)
}

function coded(picture: Sharp, format: PictureFormat): Sharp {
  if (format === 'png') return picture.png()
  return format === 'webp' ? picture.webp({ quality: 85 }) : picture.jpeg({ quality: 88, mozjpeg: true })
}

async function written(picture: Sharp, path: string): Promise<void> {
  try {
    await picture.toFile(path)
  } catch (cause) {
    throw storageError(`the picture ${path} could not be written`, cause)
  }
}
