import { boxAround, type PixelBox } from './pixel-box.ts'

/** Marked pixels that lie near each other. */
export type Cluster = { readonly box: PixelBox; readonly pixels: number }

type Grid = {
  readonly width: number
  readonly height: number
  /** Side of the squares that pixels are gathered in, in pixels. */
  readonly cellPx: number
}

/** Letters of a word, and words of a line, are one place. */
const cellsAside = 2

/**
 * Puts marked pixels together that are near each other, the most pixels first.
 * @param isMarked asked for each pixel by its number
 */
export function findClusters({ width, height, cellPx }: Grid, isMarked: (pixel: number) => boolean): readonly Cluster[] {
  const columns = Math.ceil(width / cellPx)
  const cells = new Map<number, Cluster>()
  for (let y = 0; y < height; y += cellPx) {
    for (let x = 0; x < width; x += cellPx) {
      const cell = { x, y, width: Math.min(cellPx, width - x), height: Math.min(cellPx, height - y) }
      const marked = markedIn(cell, width, isMarked)
      if (marked) cells.set((y / cellPx) * columns + x / cellPx, marked)
    }
  }
  return joined(cells, columns).toSorted((first, second) => second.pixels - first.pixels)
}

function markedIn(cell: PixelBox, width: number, isMarked: (pixel: number) => boolean): Cluster | null {
  let [left, right, top, bottom, pixels] = [Infinity, -1, Infinity, -1, 0]
  for (let y = cell.y; y < cell.y + cell.height; y++) {
    for (let x = cell.x; x < cell.x + cell.width; x++) {
      if (!isMarked(y * width + x)) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = y
      pixels++
    }
  }
  return pixels === 0 ? null : { box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, pixels }
}

function together(first: Cluster | undefined, second: Cluster): Cluster {
  return { box: boxAround(first?.box ?? null, second.box) ?? second.box, pixels: (first?.pixels ?? 0) + second.pixels }
}

/** Cells that are near each other become one cluster. */
function joined(cells: Map<number, Cluster>, columns: number): readonly Cluster[] {
  const clusters: Cluster[] = []
  for (const start of [...cells.keys()]) {
    const waiting = [start]
    let cluster: Cluster | undefined
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      const cell = cells.get(key)
      if (!cell) continue
      cells.delete(key)
      cluster = together(cluster, cell)
      waiting.push(...neighboursOf(key, columns))
    }
    if (cluster) clusters.push(cluster)
  }
  return clusters
}

function neighboursOf(key: number, columns: number): readonly number[] {
  const near: number[] = []
  for (let down = -cellsAside; down <= cellsAside; down++) {
    for (let right = -cellsAside; right <= cellsAside; right++) {
      const column = (key % columns) + right
      if (column >= 0 && column < columns) near.push(key + down * columns + right)
    }
  }
  return near
}
