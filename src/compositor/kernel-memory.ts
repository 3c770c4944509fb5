import type { Planes } from './planes.ts'

/** SIMD loads and stores reach a little beyond the end of what they need. */
const slack = 64

/** Rows of what is blended are gone over in steps of sixteen. */
const partStep = 16

export type PlaneOnMemory = { readonly at: number; readonly width: number; readonly height: number; readonly stride: number }

/** A picture in the kernel's memory; `alpha` is null where it is opaque. */
export type PictureOnMemory = {
  readonly y: PlaneOnMemory
  readonly u: PlaneOnMemory
  readonly v: PlaneOnMemory
  readonly alpha: { readonly luma: PlaneOnMemory; readonly chroma: PlaneOnMemory } | null
}

type Size = { readonly width: number; readonly height: number }

/** Hands out addresses one after the other. */
export class MemoryLayout {
  /** What lies below holds the kernel's own constants. */
  bytes = 2048

  take(bytes: number): number {
    const at = this.bytes
    this.bytes = Math.ceil((at + bytes + slack) / 64) * 64
    return at
  }

  /** Room for a raster. The kernel goes over its rows in steps of eight, and of sixteen where it is blended as it is. */
  takeRaster({ width, height, alpha }: Planes): PictureOnMemory {
    const place = (size: Size) => {
      const stride = Math.ceil(size.width / partStep) * partStep
      return { at: this.take(stride * size.height), ...size, stride }
    }
    const luma = { width, height }
    const chroma = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
    return { y: place(luma), u: place(chroma), v: place(chroma), alpha: alpha === null ? null : { luma: place(luma), chroma: place(chroma) } }
  }
}

/** A frame as FFmpeg reads it: planar YUV 4:2:0 without gaps. */
export function frameAt(at: number, { width, height }: Size): PictureOnMemory {
  const half = { width: width / 2, height: height / 2, stride: width / 2 }
  const [luma, chroma] = [width * height, (width * height) / 4]
  return { y: { at, width, height, stride: width }, u: { at: at + luma, ...half }, v: { at: at + luma + chroma, ...half }, alpha: null }
}

/** A part of a frame with its alpha, one plane after the other from `at` on. */
export function partAt(at: number, { width, height }: Size): PictureOnMemory & { readonly alpha: object; readonly bytes: number } {
  let next = at
  const place = (size: Size) => {
    const plane = { at: next, ...size, stride: Math.ceil(size.width / partStep) * partStep }
    next += plane.stride * size.height
    return plane
  }
  const luma = { width, height }
  const chroma = { width: width / 2, height: height / 2 }
  const planes = { y: place(luma), u: place(chroma), v: place(chroma), alpha: { luma: place(luma), chroma: place(chroma) } }
  return { ...planes, bytes: next - at }
}

export function writePicture(memory: Uint8Array, on: PictureOnMemory, planes: Planes): void {
  const pairs = [
    [on.y, planes.y],
    [on.u, planes.u],
    [on.v, planes.v],
    ...(on.alpha && planes.alpha
      ? ([
          [on.alpha.luma, planes.alpha.luma],
          [on.alpha.chroma, planes.alpha.chroma],
        ] as const)
      : []),
  ] as const
  for (const [{ at, width, height, stride }, samples] of pairs) {
    for (let row = 0; row < height; row++) memory.set(samples.subarray(row * width, (row + 1) * width), at + row * stride)
  }
}
