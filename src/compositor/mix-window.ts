import type { PictureOnMemory, PlaneOnMemory } from './kernel-memory.ts'

/** What is seen of a picture: a rectangle of the frame in pixels and parts of pixels, and how much of it. */
export type Seen = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number; readonly opacity: number }

/**
 * Mixes a window of a frame into another, its edges by the parts of the pixels that they cover.
 * In TypeScript and not in the kernel: all but the edges of an opaque window is copied whole.
 */
export function mixWindow(memory: Uint8Array, target: PictureOnMemory, other: PictureOnMemory, seen: Seen): void {
  const { left, top, right, bottom, opacity } = seen
  const { width, height } = target.y
  if (right <= Math.max(0, left) || left >= width || bottom <= Math.max(0, top) || top >= height) return
  mixPlane(memory, target.y, other.y, seen)
  // A chroma sample lies on a luma column, and between two rows: it stands for the columns from half a pixel before its own.
  const half = { left: (left + 0.5) / 2, top: top / 2, right: (right + 0.5) / 2, bottom: bottom / 2, opacity }
  const edges = { ...half, left: left <= 0 ? 0 : half.left, right: right >= width ? target.u.width : half.right }
  mixPlane(memory, target.u, other.u, edges)
  mixPlane(memory, target.v, other.v, edges)
}

function mixPlane(memory: Uint8Array, target: PlaneOnMemory, other: PlaneOnMemory, { left, top, right, bottom, opacity }: Seen): void {
  const [columns, rows] = [span(left, right, target.width), span(top, bottom, target.height)]
  const mixRow = (row: number, weight: number) => {
    const [to, from] = [target.at + row * target.stride, other.at + row * other.stride]
    if (weight === 1) memory.copyWithin(to + columns.from, from + columns.from, from + columns.to)
    else for (let column = columns.from; column < columns.to; column++) mixSample(memory, to + column, from + column, weight)
    for (const [column, part] of columns.edges) mixSample(memory, to + column, from + column, part * weight)
  }
  for (let row = rows.from; row < rows.to; row++) mixRow(row, opacity)
  for (const [row, part] of rows.edges) mixRow(row, part * opacity)
}

function mixSample(memory: Uint8Array, target: number, other: number, weight: number): void {
  const under = memory[target] ?? 0
  memory[target] = Math.round(under + ((memory[other] ?? 0) - under) * weight)
}

/** Samples that are covered whole, from `from` up to `to`, and those at the edges with the part of them that is. */
type Span = { readonly from: number; readonly to: number; readonly edges: readonly (readonly [sample: number, part: number])[] }

function span(start: number, end: number, count: number): Span {
  const [first, last] = [Math.max(0, start), Math.min(count, end)]
  const [from, to] = [Math.ceil(first), Math.floor(last)]
  if (last <= first) return { from: 0, to: 0, edges: [] }
  if (to < from) return { from: 0, to: 0, edges: [[to, last - first]] }
  const [before, after] = [from - first, last - to]
  return { from, to, edges: [...(before > 0 ? [[from - 1, before] as const] : []), ...(after > 0 ? [[to, after] as const] : [])] }
}
