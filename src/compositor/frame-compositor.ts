import { openKernel, type Kernel } from './kernel.ts'
import type { Planes } from './planes.ts'
import { groupBytes, groupColumns, rowBytes, writeColumnTable, writeRowTable, type Axis } from './resample-tables.ts'

type FrameSize = { readonly width: number; readonly height: number }

/** Where a layer's raster lies in the frame: a point (x, y) of the raster, in its pixels, is at (scaleX x + x, scaleY y + y) of the frame. */
export type Placement = { readonly scaleX: number; readonly scaleY: number; readonly x: number; readonly y: number }

type PlaneOnMemory = { readonly at: number; readonly width: number; readonly height: number; readonly stride: number }
type LayerOnMemory = { readonly y: PlaneOnMemory; readonly u: PlaneOnMemory; readonly v: PlaneOnMemory }

/** SIMD loads read a little beyond the end of what they need. */
const slack = 64

/** Draws frames of one scene in the kernel's memory: layers once, then a frame for each placement. */
export class FrameCompositor {
  readonly #kernel: Kernel
  readonly #frame: FrameSize
  readonly #layers: readonly LayerOnMemory[]
  readonly #rowTable: number
  readonly #columnTable: number
  readonly #scratch: number
  readonly #mixBuffer: number
  /** Addresses of the frames, each planar YUV 4:2:0 without gaps, as FFmpeg reads it. */
  readonly frames: readonly number[]
  readonly frameBytes: number

  /** @param frameCount frames that are kept at the same time */
  constructor(frame: FrameSize, layers: readonly Planes[], frameCount: number) {
    const layout = new MemoryLayout()
    this.#frame = frame
    this.frameBytes = (frame.width * frame.height * 3) / 2
    this.#layers = layers.map((planes) => placeLayer(planes, layout))
    this.#rowTable = layout.take(frame.height * rowBytes)
    this.#columnTable = layout.take(Math.ceil(frame.width / groupColumns) * groupBytes)
    this.#scratch = layout.take(Math.max(...layers.map(({ width }) => width)) + slack)
    this.frames = Array.from({ length: frameCount }, () => layout.take(this.frameBytes + slack))
    this.#mixBuffer = layout.take(this.frameBytes + slack)
    this.#kernel = openKernel(layout.bytes)
    for (const [index, planes] of layers.entries()) this.#copyLayer(planes, this.#layers[index])
  }

  get memory(): WebAssembly.Memory {
    return this.#kernel.memory
  }

  /** Fills a frame with one opaque layer, which must cover it. */
  drawLayer(target: number, layer: number, placement: Placement): void {
    const { y, u, v } = this.#layers[layer] ?? missing(layer)
    const { width, height } = this.#frame
    const lumaBytes = width * height
    const luma = { columns: lumaAxis(placement.x, placement.scaleX), rows: lumaAxis(placement.y, placement.scaleY) }
    const chroma = { columns: chromaColumns(placement.x, placement.scaleX), rows: chromaRows(placement.y, placement.scaleY) }
    this.#resample(y, target, { ...luma, width, height })
    // One after the other in memory, because the last group of a row may write over the start of what comes next.
    for (const [index, plane] of [u, v].entries()) {
      this.#resample(plane, target + lumaBytes + (index * lumaBytes) / 4, { ...chroma, width: width / 2, height: height / 2 }, index === 0)
    }
  }

  /** The same, between two rasters of one layer: `weight` of the second, from 0 to 1. */
  drawMix(target: number, first: { layer: number; placement: Placement }, second: { layer: number; placement: Placement }, weight: number): void {
    this.drawLayer(target, first.layer, first.placement)
    this.drawLayer(this.#mixBuffer, second.layer, second.placement)
    this.#kernel.mixPlanes(target, this.#mixBuffer, Math.ceil(this.frameBytes / 16) * 16, Math.round(weight * 256))
  }

  #resample(
    plane: PlaneOnMemory,
    target: number,
    { columns, rows, width, height }: { columns: Line; rows: Line } & FrameSize,
    writeTables = true,
  ): void {
    if (writeTables) {
      const view = new DataView(this.#kernel.memory.buffer)
      writeRowTable(view, this.#rowTable, axisOf(rows, height, plane.height))
      writeColumnTable(view, this.#columnTable, axisOf(columns, width, plane.width))
    }
    const groups = Math.ceil(width / groupColumns)
    const visible = visibleColumns(axisOf(columns, width, plane.width), plane.stride)
    this.#kernel.resamplePlane(
      ...([plane.at, plane.stride, target, width, 0, height, visible.from, visible.to, groups] as const),
      ...([this.#rowTable, this.#columnTable, this.#scratch] as const),
    )
  }

  #copyLayer(planes: Planes, on: LayerOnMemory | undefined): void {
    if (!on) return
    const memory = new Uint8Array(this.#kernel.memory.buffer)
    for (const name of ['y', 'u', 'v'] as const) {
      const { at, width, height, stride } = on[name]
      for (let row = 0; row < height; row++) memory.set(planes[name].subarray(row * width, (row + 1) * width), at + row * stride)
    }
  }
}

type Line = { readonly offset: number; readonly step: number }

/** The source columns that a frame can need, in whole steps of eight: the vertical pass leaves out the others. */
function visibleColumns({ offset, step, outputs }: Axis, stride: number): { from: number; to: number } {
  const first = Math.floor(offset) - 1
  const last = Math.ceil(offset + (outputs - 1) * step) + 2
  // One group's shuffle reaches 16 columns, also at the right edge, where it starts up to 16 before the end.
  return { from: Math.max(0, Math.floor((first - 16) / 8) * 8), to: Math.min(stride, Math.ceil((last + 17) / 8) * 8) }
}

function axisOf(line: Line, outputs: number, samples: number): Axis {
  return { ...line, outputs, samples }
}

/** Luma sample i of frame and raster alike lies at i + 0.5. */
function lumaAxis(shift: number, scale: number): Line {
  return { step: 1 / scale, offset: (0.5 - shift) / scale - 0.5 }
}

/** Chroma column j lies at luma column 2j, that is at 2j + 0.5. */
function chromaColumns(shift: number, scale: number): Line {
  return { step: 1 / scale, offset: ((0.5 - shift) / scale - 0.5) / 2 }
}

/** Chroma row k lies between luma rows 2k and 2k + 1, that is at 2k + 1. */
function chromaRows(shift: number, scale: number): Line {
  return { step: 1 / scale, offset: ((1 - shift) / scale - 1) / 2 }
}

function placeLayer({ width, height }: Planes, layout: MemoryLayout): LayerOnMemory {
  const place = (planeWidth: number, planeHeight: number) => {
    // The vertical pass goes over a row in steps of eight.
    const stride = Math.ceil(planeWidth / 8) * 8
    return { at: layout.take(stride * planeHeight + slack), width: planeWidth, height: planeHeight, stride }
  }
  const [chromaWidth, chromaHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  return { y: place(width, height), u: place(chromaWidth, chromaHeight), v: place(chromaWidth, chromaHeight) }
}

/** Hands out addresses one after the other. */
class MemoryLayout {
  /** AssemblyScript keeps the first kilobyte for itself. */
  bytes = 1024

  take(bytes: number): number {
    const at = this.bytes
    this.bytes = Math.ceil((at + bytes) / 64) * 64
    return at
  }
}

function missing(layer: number): never {
  throw new Error(`unreachable: there is no layer ${layer}`)
}
