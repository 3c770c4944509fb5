import type { ColourMatrix } from './colour-filter.ts'
import { colourPasses } from './colour-passes.ts'
import { matrixLength, mostStages } from './colour-track.ts'
import { rowLength, type FilteredRows } from './filtered-rows.ts'
import { frameAt, MemoryLayout, partAt, writePicture, type PictureOnMemory, type PlaneOnMemory } from './kernel-memory.ts'
import type { Kernel } from './kernel.ts'
import { mixWindow, type Seen } from './mix-window.ts'
import type { Planes } from './planes.ts'
import { groupBytes, groupColumns, rowBytes } from './resample-tables.ts'

type Size = { readonly width: number; readonly height: number }
/** Of a frame; all four are even, so that chroma samples are never cut. */
type Rectangle = Size & { readonly left: number; readonly top: number }

/** Where a layer's raster lies in the frame: a point (x, y) of the raster, in its pixels, is at (scaleX x + x, scaleY y + y) of the frame. */
export type Placement = { readonly scaleX: number; readonly scaleY: number; readonly x: number; readonly y: number }

/** A raster, by its number, and where it lies. */
export type PlacedRaster = { readonly raster: number; readonly placement: Placement }

/** What is drawn of a layer: one raster of it, or two mixed, with a weight from 0 to 1 of the second. */
export type LayerView = { readonly first: PlacedRaster; readonly second: PlacedRaster | null; readonly weight: number }

type BlendedPart = PictureOnMemory & { readonly alpha: object }

/** As the kernel takes 1 as an opacity. */
const fullOpacity = 32_767

/** The kernel reads and writes a little beyond the end of a row. */
const scratchSlack = 64

/** Three rows of floats, as the kernel wants them for pixels that become planes, and how many more than columns. */
const sumBytes = 3 * 4
const sumColumns = 16

type CodeValues = { readonly y: number; readonly u: number; readonly v: number }

/** How many frames are kept at the same time, and whether rasters are filled from pictures, which are as large as the frame at most. */
type Room = { readonly frames: number; readonly isLive?: boolean }

/** Draws frames in the kernel's memory: rasters are copied there once, then a frame is put together from them. */
export class FrameCompositor {
  readonly #kernel: Kernel
  readonly #frame: Size
  readonly #rasters: readonly PictureOnMemory[]
  readonly #rowTable: number
  readonly #columnTable: number
  /** Two rows of a raster. */
  readonly #scratch: number
  readonly #scratchStride: number
  readonly #matrices: number
  /** Two parts of a frame with alpha: what is to be blended, and what is to be mixed with it before. */
  readonly #parts: readonly [number, number]
  /** Addresses of the frames, each planar YUV 4:2:0 without gaps, as FFmpeg reads it. */
  readonly frames: readonly number[]
  readonly frameBytes: number
  /** Address of one more, for groups. */
  readonly #aside: number

  /** Address of the picture that rasters are filled from, and of what is summed meanwhile. */
  readonly #pixels: number
  readonly #pixelBytes: number
  readonly #sums: number

  constructor(kernel: Kernel, frame: Size, rasters: readonly Planes[], { frames, isLive = false }: Room) {
    const layout = new MemoryLayout()
    this.#frame = frame
    this.frameBytes = (frame.width * frame.height * 3) / 2
    this.#rasters = rasters.map((planes) => layout.takeRaster(planes))
    this.#rowTable = layout.take(frame.height * rowBytes)
    this.#columnTable = layout.take(Math.ceil(frame.width / groupColumns) * groupBytes)
    this.#scratchStride = Math.max(...rasters.map(({ width }) => width)) + scratchSlack
    this.#scratch = layout.take(2 * this.#scratchStride)
    // The conversion back to code values may be one more.
    this.#matrices = layout.take((mostStages + 1) * matrixLength * Float32Array.BYTES_PER_ELEMENT)
    this.frames = Array.from({ length: frames }, () => layout.take(this.frameBytes))
    this.#aside = layout.take(this.frameBytes)
    const part = partAt(0, frame).bytes
    this.#parts = [layout.take(part), layout.take(part)]
    this.#pixelBytes = isLive ? rowLength(frame.width) * frame.height : 0
    this.#pixels = layout.take(this.#pixelBytes)
    this.#sums = layout.take(isLive ? sumBytes * (frame.width + sumColumns) : 0)
    this.#kernel = kernel
    kernel.reserve(layout.bytes)
    const memory = new Uint8Array(kernel.memory.buffer)
    for (const [index, planes] of rasters.entries()) writePicture(memory, at(this.#rasters, index), planes)
  }

  /** Takes the picture from which rasters are filled next. @throws where there is no room for it */
  takePixels({ width, height, bytes }: FilteredRows): void {
    if (bytes.length > this.#pixelBytes) throw new Error(`a picture of ${width} x ${height} pixels is larger than the frame`)
    new Uint8Array(this.#kernel.memory.buffer).set(bytes, this.#pixels)
    this.#kernel.call.unfilter(this.#pixels, rowLength(width), height)
  }

  /** Fills a raster with alpha from that picture, from its pixel at (left, top) on. @param columns of the whole picture */
  fillRaster(raster: number, { left, top }: { readonly left: number; readonly top: number }, columns: number): void {
    const { y, u, v, alpha } = at(this.#rasters, raster)
    if (!alpha) throw new Error(`unreachable: raster ${raster} is opaque`)
    const stride = rowLength(columns)
    this.#kernel.call.premultiply(
      ...([this.#pixels + top * stride + 1 + 4 * left, stride, y.width, y.height, y.at, alpha.luma.at, y.stride] as const),
      ...([u.at, v.at, alpha.chroma.at, u.stride, this.#sums] as const),
    )
  }

  /** Fills a frame with one colour. */
  fill(target: number, { y, u, v }: CodeValues): void {
    const luma = this.#frame.width * this.#frame.height
    new Uint8Array(this.#kernel.memory.buffer, target, luma).fill(y)
    new Uint8Array(this.#kernel.memory.buffer, target + luma, luma / 4).fill(u)
    new Uint8Array(this.#kernel.memory.buffer, target + (luma * 5) / 4, luma / 4).fill(v)
  }

  /** Draws a frame aside and mixes what is seen of it into another. */
  layGroup(target: number, seen: Seen, draw: (aside: number) => void): void {
    draw(this.#aside)
    const { width, height } = this.#frame
    if (seen.left <= 0 && seen.top <= 0 && seen.right >= width && seen.bottom >= height) this.#mix(target, this.#aside, this.frameBytes, seen.opacity)
    else mixWindow(new Uint8Array(this.#kernel.memory.buffer), frameAt(target, this.#frame), frameAt(this.#aside, this.#frame), seen)
  }

  /**
   * Fills a frame with an opaque layer that covers it; with an opacity below 1, mixes it into what is there.
   * @param colours of a filter, up to `mostStages`, as `colourStages` has them
   */
  cover(target: number, { first, second, weight }: LayerView, opacity = 1, colours: readonly ColourMatrix[] = []): void {
    const [base, other] = this.#parts
    const drawn = opacity === 1 ? target : base
    this.#resamplePicture(first, frameAt(drawn, this.#frame), { left: 0, top: 0 })
    if (second) {
      this.#resamplePicture(second, frameAt(other, this.#frame), { left: 0, top: 0 })
      this.#mix(drawn, other, this.frameBytes, weight)
    }
    this.#filter(drawn, colourPasses(colours))
    if (drawn !== target) this.#mix(target, drawn, this.frameBytes, opacity)
  }

  /** Lays a layer with transparency over a frame, within its bounds. */
  lay(target: number, { first, second, weight }: LayerView, opacity = 1): void {
    const bounds = boundsOf(first.placement, at(this.#rasters, first.raster).y, this.#frame)
    if (bounds === null) return
    const part = this.#atRest(first, bounds) ?? this.#resamplePart({ first, second, weight }, bounds)
    const frame = frameAt(target, this.#frame)
    const share = Math.round(opacity * fullOpacity)
    this.#blend(inPlane(frame.y, bounds.left, bounds.top), part.y, part.alpha.luma, share)
    for (const plane of ['u', 'v'] as const) {
      this.#blend(inPlane(frame[plane], bounds.left / 2, bounds.top / 2), part[plane], part.alpha.chroma, share)
    }
  }

  /** The part of a raster that lies within the bounds, where its pixels are those of the frame: then it is blended as it is. */
  #atRest({ raster, placement: { x, y, scaleX, scaleY } }: PlacedRaster, { left, top, width, height }: Rectangle): BlendedPart | null {
    if (scaleX !== 1 || scaleY !== 1 || x % 2 !== 0 || y % 2 !== 0) return null
    const from = at(this.#rasters, raster)
    if (!from.alpha || width > from.y.width || height > from.y.height) return null
    const luma = (plane: PlaneOnMemory) => ({ ...inPlane(plane, left - x, top - y), width, height })
    const chroma = (plane: PlaneOnMemory) => ({ ...inPlane(plane, (left - x) / 2, (top - y) / 2), width: width / 2, height: height / 2 })
    return { y: luma(from.y), u: chroma(from.u), v: chroma(from.v), alpha: { luma: luma(from.alpha.luma), chroma: chroma(from.alpha.chroma) } }
  }

  #resamplePart({ first, second, weight }: LayerView, bounds: Rectangle): BlendedPart {
    const [base, other] = this.#parts
    const part = partAt(base, bounds)
    this.#resamplePicture(first, part, bounds)
    if (second) {
      this.#resamplePicture(second, partAt(other, bounds), bounds)
      this.#mix(base, other, part.bytes, weight)
    }
    return part
  }

  /** Fills `to`, which lies in the frame with its corner at `corner`, from a raster. */
  #resamplePicture({ raster, placement }: PlacedRaster, to: PictureOnMemory, corner: { left: number; top: number }): void {
    const from = at(this.#rasters, raster)
    // Opaque: Catmull-Rom, which keeps detail. At an edge it overshoots; at the edge of something transparent that would be a bright or dark fringe.
    // A tent never does: it is what a browser moves its layers by, and widens where a layer is shown smaller than it is.
    const isTent = from.alpha !== null
    this.#writeTables({ ...lumaAxes(placement, corner), isTent }, from.y, to.y)
    this.#resample(from.y, to.y)
    if (from.alpha && to.alpha) this.#resample(from.alpha.luma, to.alpha.luma)
    this.#writeTables({ ...chromaAxes(placement, corner), isTent }, from.u, to.u)
    this.#resample(from.u, to.u)
    this.#resample(from.v, to.v)
    if (from.alpha && to.alpha) this.#resample(from.alpha.chroma, to.alpha.chroma)
  }

  #visible = { from: 0, to: 0 }

  #writeTables({ columns, rows, isTent }: { columns: Line; rows: Line; isTent: boolean }, from: PlaneOnMemory, to: Size): void {
    this.#kernel.call.writeRowTable(this.#rowTable, rows.offset, rows.step, to.height, from.height, isTent)
    this.#kernel.call.writeColumnTable(this.#columnTable, columns.offset, columns.step, to.width, from.width, isTent)
    this.#visible = visibleColumns(columns, to.width, from.stride)
  }

  #resample(from: PlaneOnMemory, to: PlaneOnMemory): void {
    this.#kernel.call.resamplePlane(
      ...([from.at, from.stride, to.at, to.stride, to.height, to.width, this.#visible.from, this.#visible.to] as const),
      ...([this.#rowTable, this.#columnTable, this.#scratch, this.#scratchStride] as const),
    )
  }

  #filter(frame: number, passes: readonly ColourMatrix[]): void {
    if (passes.length === 0) return
    new Float32Array(this.#kernel.memory.buffer, this.#matrices, passes.length * matrixLength).set(passes.flat())
    this.#kernel.call.filterColours(frame, this.#frame.width, this.#frame.height, this.#matrices, passes.length)
  }

  #mix(target: number, other: number, bytes: number, weight: number): void {
    this.#kernel.call.mixPlanes(target, other, Math.ceil(bytes / 16) * 16, Math.round(weight * 256))
  }

  #blend(target: PlaneOnMemory, over: PlaneOnMemory, alpha: PlaneOnMemory, opacity: number): void {
    this.#kernel.call.blendPlane(target.at, target.stride, over.at, alpha.at, over.stride, over.width, over.height, opacity)
  }
}

type Line = { readonly offset: number; readonly step: number }

/** The source columns that a frame can need, in whole steps of eight: the vertical pass leaves out the others. */
function visibleColumns({ offset, step }: Line, outputs: number, stride: number): { from: number; to: number } {
  const first = Math.floor(offset) - 1
  const last = Math.ceil(offset + (outputs - 1) * step) + 2
  // One group's shuffle reaches 16 columns, also at the right edge, where it starts up to 16 before the end.
  return { from: Math.max(0, Math.floor((first - 16) / 8) * 8), to: Math.min(stride, Math.ceil((last + 17) / 8) * 8) }
}

/** Luma sample i of frame and raster alike lies at i + 0.5. */
function lumaAxes({ scaleX, scaleY, x, y }: Placement, { left, top }: { left: number; top: number }): { columns: Line; rows: Line } {
  return {
    columns: { step: 1 / scaleX, offset: (left + 0.5 - x) / scaleX - 0.5 },
    rows: { step: 1 / scaleY, offset: (top + 0.5 - y) / scaleY - 0.5 },
  }
}

/** Chroma column j lies on luma column 2j, that is at 2j + 0.5; chroma row k between luma rows 2k and 2k + 1, that is at 2k + 1. */
function chromaAxes({ scaleX, scaleY, x, y }: Placement, { left, top }: { left: number; top: number }): { columns: Line; rows: Line } {
  return {
    columns: { step: 1 / scaleX, offset: ((left + 0.5 - x) / scaleX - 0.5) / 2 },
    rows: { step: 1 / scaleY, offset: ((top + 1 - y) / scaleY - 1) / 2 },
  }
}

/** The part of the frame that a raster reaches; null where it is outside. */
function boundsOf({ scaleX, scaleY, x, y }: Placement, raster: Size, frame: Size): Rectangle | null {
  const across = evenSpan(x, x + raster.width * scaleX, frame.width)
  const down = evenSpan(y, y + raster.height * scaleY, frame.height)
  return across && down ? { left: across.from, top: down.from, width: across.length, height: down.length } : null
}

function evenSpan(from: number, to: number, limit: number): { from: number; length: number } | null {
  const first = Math.max(0, 2 * Math.floor(from / 2))
  const end = Math.min(limit, 2 * Math.ceil(to / 2))
  return end > first ? { from: first, length: end - first } : null
}

function inPlane(plane: PlaneOnMemory, left: number, top: number): PlaneOnMemory {
  return { ...plane, at: plane.at + top * plane.stride + left }
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error(`unreachable: there is no raster ${index}`)
  return item
}
