import sharp from 'sharp'
import type { FramePage } from '../browser/frame-page.ts'
import { layersCall, type ReadLayer, type Reason } from './read-layers.ts'

type Size = { readonly width: number; readonly height: number }
type Point = { readonly x: number; readonly y: number }
type Scale = { readonly scaleX: number; readonly scaleY: number }

/** A layer drawn alone: RGBA, straight alpha. `corner` is where its first pixel lies, in raster pixels from the corner of the layer's box. */
export type DrawnLayer = Size & { readonly data: Buffer; readonly corner: Point }

/** How far shadows and filters may reach beyond the boxes; tried in turn, in raster pixels. */
const margins = [16, 128, 1024]
/** Transparent pixels around what is drawn, so that a cubic kernel at its edge reaches nothing else. */
const border = 4
/** 64 megapixels are 256 MB as RGBA. */
const mostPixels = 64e6

/**
 * Draws one layer of the page at a scale, alone and with transparency. null where it paints nothing.
 * The page keeps its size, so that nothing is laid out anew; what is larger than it is drawn in tiles.
 * @throws as FramePage.picture
 */
export async function drawLayer(
  page: FramePage,
  layer: ReadLayer,
  { frame, scale }: { readonly frame: Size; readonly scale: Scale },
  signal: AbortSignal,
): Promise<DrawnLayer | Reason | null> {
  for (const margin of margins) {
    const corner = {
      x: Math.floor((layer.ink.left - layer.box.left) * scale.scaleX) - margin,
      y: Math.floor((layer.ink.top - layer.box.top) * scale.scaleY) - margin,
    }
    const width = Math.ceil(layer.ink.width * scale.scaleX) + 2 * margin
    const height = Math.ceil(layer.ink.height * scale.scaleY) + 2 * margin
    if (width * height > mostPixels) return { reason: `${layer.name} is too large to be drawn as a layer (${width} x ${height})` }
    const drawn = { width, height, corner, data: await drawTiles(page, layer.index, { width, height, corner, frame, scale }, signal) }
    const ink = inkBounds(drawn)
    if (ink === null) return null
    const isWhole = ink.left > 0 && ink.top > 0 && ink.left + ink.width < width && ink.top + ink.height < height
    if (isWhole) return cutOut(drawn, ink)
  }
  return { reason: `${layer.name} paints more than ${margins.at(-1)} pixels beyond its boxes` }
}

type TiledDrawing = Size & { readonly corner: Point; readonly frame: Size; readonly scale: Scale }

async function drawTiles(
  page: FramePage,
  index: number,
  { width, height, corner, frame, scale }: TiledDrawing,
  signal: AbortSignal,
): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 4)
  for (let top = 0; top < height; top += frame.height) {
    for (let left = 0; left < width; left += frame.width) {
      const placement = { ...scale, x: -corner.x - left, y: -corner.y - top }
      await page.ask(layersCall('showLayer', index, placement), signal)
      const tile = await sharp(await page.picture({ isTransparent: true }, signal))
        .ensureAlpha()
        .raw()
        .toBuffer()
      const bytes = 4 * Math.min(frame.width, width - left)
      for (let row = 0; row < Math.min(frame.height, height - top); row++) {
        const from = row * frame.width * 4
        tile.copy(data, ((top + row) * width + left) * 4, from, from + bytes)
      }
    }
  }
  return data
}

type Rectangle = Size & { readonly left: number; readonly top: number }

function inkBounds({ data, width, height }: DrawnLayer): Rectangle | null {
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

function cutOut({ data, width, corner }: DrawnLayer, ink: Rectangle): DrawnLayer {
  const size = { width: ink.width + 2 * border, height: ink.height + 2 * border }
  const cut = Buffer.alloc(size.width * size.height * 4)
  for (let row = 0; row < ink.height; row++) {
    const from = ((ink.top + row) * width + ink.left) * 4
    data.copy(cut, ((row + border) * size.width + border) * 4, from, from + ink.width * 4)
  }
  return { ...size, data: cut, corner: { x: corner.x + ink.left - border, y: corner.y + ink.top - border } }
}
