import sharp from 'sharp'
import type { FramePage } from '../browser/frame-page.ts'
import { packCells } from './pack-cells.ts'
import { stageCall, type ReadLayer, type Reason } from './read-layers.ts'

type Size = { readonly width: number; readonly height: number }
type Point = { readonly x: number; readonly y: number }
type Scale = { readonly scaleX: number; readonly scaleY: number }
type Rectangle = Size & { readonly left: number; readonly top: number }

export type LayerToDraw = ReadLayer & { readonly scale: Scale }

/** A layer drawn alone: RGBA, straight alpha. `corner` is where its first pixel lies, in raster pixels from the corner of the layer's box. */
export type DrawnLayer = Size & { readonly data: Buffer; readonly corner: Point }

type Drawing = { readonly page: FramePage; readonly frame: Size; readonly signal: AbortSignal }
/** A layer with room for what it paints beyond its boxes. */
type Cell = Size & { readonly at: number; readonly layer: LayerToDraw; readonly corner: Point }

/** How far shadows and filters may reach beyond the boxes; tried in turn, in raster pixels. */
const margins = [16, 128, 1024]
/** Transparent pixels around what is drawn, so that a cubic kernel at its edge reaches nothing else. */
const border = 4
/** 64 megapixels are 256 MB as RGBA. */
const mostPixels = 64e6

/**
 * Draws layers of one part of the page, each alone at its scale and with transparency; small ones side by side in one picture.
 * The page keeps its size, so that nothing is laid out anew; what is larger than it is drawn in tiles.
 * @returns for each layer; null where it paints nothing
 * @throws as FramePage.picture
 */
export async function drawLayers(
  page: FramePage,
  part: string,
  layers: readonly LayerToDraw[],
  { frame, signal }: Omit<Drawing, 'page'>,
): Promise<readonly (DrawnLayer | null)[] | Reason> {
  const drawn: (DrawnLayer | null)[] = layers.map(() => null)
  let missing = layers.map((layer, at) => ({ layer, at }))
  for (const margin of margins) {
    const cells = missing.map(({ layer, at }) => cellOf(layer, at, margin))
    const tooLarge = cells.find(({ width, height }) => width * height > mostPixels)
    if (tooLarge) return { reason: `${tooLarge.layer.name} is too large to be drawn as a layer (${tooLarge.width} x ${tooLarge.height})` }
    const [small, large] = [cells.filter((cell) => fits(cell, frame)), cells.filter((cell) => !fits(cell, frame))]
    const pictures = [...packCells(small, frame).map((sheet) => ({ sheet })), ...large.map((tiled) => ({ tiled }))]
    missing = []
    for (const picture of pictures) {
      const drawing = { page, frame, signal }
      const pieces = 'sheet' in picture ? await drawSheet(part, picture.sheet, drawing) : [await drawTiles(part, picture.tiled, drawing)]
      // Where one paints beyond its cell, it may paint into the others'.
      const isClean = pieces.every(({ ink, cell }) => ink === null || isInside(ink, cell))
      for (const { cell, data, ink } of pieces) {
        if (!isClean) missing.push(cell)
        else if (ink !== null) drawn[cell.at] = cutOut({ ...cell, data }, ink)
      }
    }
  }
  const [left] = missing
  return left ? { reason: `${left.layer.name} paints more than ${margins.at(-1)} pixels beyond its boxes` } : drawn
}

function cellOf(layer: LayerToDraw, at: number, margin: number): Cell {
  const { ink, box, scale } = layer
  return {
    at,
    layer,
    corner: { x: Math.floor((ink.left - box.left) * scale.scaleX) - margin, y: Math.floor((ink.top - box.top) * scale.scaleY) - margin },
    // One more than its size, because the corner is rounded.
    width: Math.ceil(ink.width * scale.scaleX) + 1 + 2 * margin,
    height: Math.ceil(ink.height * scale.scaleY) + 1 + 2 * margin,
  }
}

function fits(cell: Size, { width, height }: Size): boolean {
  return cell.width <= width && cell.height <= height
}

type Piece = { readonly cell: Cell; readonly data: Buffer; readonly ink: Rectangle | null }

async function drawSheet(part: string, sheet: readonly PackedCell[], drawing: Drawing): Promise<readonly Piece[]> {
  const places = sheet.map(({ item, left, top }) => placeOf(item, left, top))
  const picture = await takePicture(part, places, drawing)
  return sheet.map(({ item: cell, left, top }) => {
    const data = Buffer.alloc(cell.width * cell.height * 4)
    for (let row = 0; row < cell.height; row++) {
      const from = ((top + row) * drawing.frame.width + left) * 4
      picture.copy(data, row * cell.width * 4, from, from + cell.width * 4)
    }
    return { cell, data, ink: inkBounds({ ...cell, data }) }
  })
}

type PackedCell = { readonly item: Cell; readonly left: number; readonly top: number }

async function drawTiles(part: string, cell: Cell, drawing: Drawing): Promise<Piece> {
  const { width, height } = cell
  const { frame } = drawing
  const data = Buffer.alloc(width * height * 4)
  for (let top = 0; top < height; top += frame.height) {
    for (let left = 0; left < width; left += frame.width) {
      const tile = await takePicture(part, [placeOf(cell, -left, -top)], drawing)
      const bytes = 4 * Math.min(frame.width, width - left)
      for (let row = 0; row < Math.min(frame.height, height - top); row++) {
        const from = row * frame.width * 4
        tile.copy(data, ((top + row) * width + left) * 4, from, from + bytes)
      }
    }
  }
  return { cell, data, ink: inkBounds({ ...cell, data }) }
}

/** Where the layer's box is to be, so that its cell lies at (left, top) of the picture. */
function placeOf({ layer, corner }: Cell, left: number, top: number): object {
  return { index: layer.index, ...layer.scale, x: left - corner.x, y: top - corner.y }
}

async function takePicture(part: string, places: readonly object[], { page, signal }: Drawing): Promise<Buffer> {
  await page.ask(stageCall('showLayers', part, places), signal)
  const png = await page.picture({ isTransparent: true }, signal)
  return sharp(png).ensureAlpha().raw().toBuffer()
}

function inkBounds({ data, width, height }: Size & { readonly data: Buffer }): Rectangle | null {
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (data[(row * width + column) * 4 + 3] === 0) continue
      if (column < left) left = column
      if (column > right) right = column
      if (row < top) top = row
      bottom = row
    }
  }
  return right === -1 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 }
}

function isInside({ left, top, width, height }: Rectangle, cell: Size): boolean {
  return left > 0 && top > 0 && left + width < cell.width && top + height < cell.height
}

function cutOut({ data, width, corner }: DrawnLayer, ink: Rectangle): DrawnLayer {
  const size = { width: ink.width + 2 * border, height: ink.height + 2 * border }
  const cut = Buffer.alloc(size.width * size.height * 4)
  for (let row = 0; row < ink.height; row++) {
    const from = ((ink.top + row) * width + ink.left) * 4
    data.copy(cut, ((row + border) * size.width + border) * 4, from, from + ink.width * 4)
  }
  return { ...size, data: cut, corner: { x: corner.x + ink.left - border, y: corner.y + ink.top - border } }
}
