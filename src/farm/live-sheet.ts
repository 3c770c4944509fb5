import type { FramePage, FrameView } from '../browser/frame-page.ts'
import type { TakeLive } from '../compositor/frame-composer.ts'
import { releaseBytes } from '../shared/release-bytes.ts'
import type { Site } from '../templates/site.ts'
import { packCells } from './pack-cells.ts'
import { stageCall, type ReadLayer, type Reason } from './read-layers.ts'

type Size = { readonly width: number; readonly height: number }
type Rectangle = Size & { readonly left: number; readonly top: number }

/** A live layer: the part of the page that its box takes, and where that lies in the pictures of the sheet. */
type LiveCell = Size & { readonly part: string; readonly index: number; readonly page: Rectangle; readonly sheet: Rectangle }

/** All live layers of a scene, each at a place of its own at the page's top left, so that a small picture has them all. */
export type LiveSheet = Size & { readonly cells: readonly LiveCell[] }

/** More than this part of the frame is drawn as quickly whole. */
const mostOfFrame = 0.5
/** Transparent pixels around each, so that a kernel at its edge reaches nothing else. Even, as chroma is. */
const border = 2

/** The sheet of a scene's live layers; null where it has none. @param layers those that are to be seen, with the names of their parts */
export function liveSheet(layers: readonly { readonly part: string; readonly layer: ReadLayer }[], frame: Size): LiveSheet | Reason | null {
  const cells = layers
    .map(({ part, layer }) => ({ part, index: layer.index, page: aroundBox(layer, frame) }))
    .filter(({ page }) => isInFrame(page, frame))
  if (cells.length === 0) return null
  const items = cells.map((cell) => ({ ...cell, width: cell.page.width, height: cell.page.height }))
  const sheets = items.map((_, count) => packed(items, { width: widthOf(items.slice(0, count + 1), frame), height: frame.height }))
  const smallest = sheets.filter((sheet) => sheet !== null).toSorted((one, other) => one.width * one.height - other.width * other.height)[0]
  const part = smallest ? (smallest.width * smallest.height) / (frame.width * frame.height) : 1
  if (smallest && part <= mostOfFrame) return smallest
  return { reason: `its live layers take ${Math.round(100 * part)} % of the frame, more than ${100 * mostOfFrame} %` }
}

/** Whole pixels, even. */
function aroundBox({ box }: ReadLayer, frame: Size): Rectangle {
  const [left, right] = around(box.left, box.left + box.width, frame.width)
  const [top, bottom] = around(box.top, box.top + box.height, frame.height)
  return { left, top, width: right - left, height: bottom - top }
}

/** With what lies beyond the frame: it is painted in the sheet too, and must not lie on another layer there. What is as long as the frame has none beside it. */
function around(start: number, end: number, limit: number): readonly [number, number] {
  const [first, last] = [2 * Math.floor(start / 2), 2 * Math.ceil(end / 2)]
  const [from, to] = [Math.max(first - border, Math.min(first, 0)), Math.min(last + border, Math.max(last, limit))]
  return to - from < limit ? [from, to] : [0, limit]
}

function isInFrame({ left, top, width, height }: Rectangle, frame: Size): boolean {
  return left < frame.width && top < frame.height && left + width > 0 && top + height > 0
}

function widthOf(items: readonly Size[], frame: Size): number {
  const widest = Math.max(...items.map(({ width }) => width))
  return Math.min(
    frame.width,
    Math.max(
      widest,
      items.reduce((sum, { width }) => sum + width, 0),
    ),
  )
}

type Item = Omit<LiveCell, 'sheet'>

function packed(items: readonly Item[], sheet: Size): LiveSheet | null {
  if (items.some(({ width, height }) => width > sheet.width || height > sheet.height)) return null
  const [first, ...others] = packCells(items, sheet)
  if (!first || others.length > 0) return null
  const cells = first.map(({ item, left, top }) => ({ ...item, sheet: { left, top, width: item.width, height: item.height } }))
  const right = Math.max(...cells.map((cell) => cell.sheet.left + cell.width))
  const bottom = Math.max(...cells.map((cell) => cell.sheet.top + cell.height))
  return { width: right, height: bottom, cells }
}

type Live = {
  readonly site: Site
  readonly sheet: LiveSheet
  readonly timeOf: (frame: number) => number
  readonly view?: FrameView | undefined
  readonly signal: AbortSignal
}

/**
 * Opens a scene's page with nothing but its live layers on it.
 * @param live `timeOf` says when a frame of the scene is, in ms from its start
 * @returns what takes their picture in a frame, as a PNG; one after the other. A picture is good until the next one is asked for
 * @throws as FramePage.open; what is returned throws as FramePage.frameAt
 */
export async function openLive(page: FramePage, live: Live): Promise<TakeLive> {
  const { site, sheet, timeOf, view, signal } = live
  const parts = [...Map.groupBy(sheet.cells, ({ part }) => part)].map(([part, cells]) => ({
    part,
    places: cells.map((cell) => ({ index: cell.index, x: cell.sheet.left - cell.page.left, y: cell.sheet.top - cell.page.top })),
  }))
  await page.openCorner(site, { expression: stageCall('showLive', parts), width: sheet.width, height: sheet.height }, signal, view)
  let last: Buffer | null = null
  return async (frame) => {
    const picture = await page.frameAt(timeOf(frame), signal)
    // The same one comes again while nothing on the page has changed.
    if (last !== null && last !== picture) releaseBytes(last)
    last = picture
    return picture
  }
}
