import { describe, expect, it } from 'vitest'
import { FrameCompositor } from '../../src/compositor/frame-compositor.ts'
import type { FilteredRows } from '../../src/compositor/filtered-rows.ts'
import { Kernel } from '../../src/compositor/kernel.ts'
import { planesOfPixels } from '../../src/compositor/planes.ts'

const kernel = new Kernel()

/** Noise of all alphas, with parts that are blank, as most of a live layer is. */
function noise(width: number, height: number): Uint8Array {
  let seed = 7
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >> 16
  return Uint8Array.from({ length: width * height * 4 }, (_, at) => {
    const row = Math.floor(at / 4 / width)
    return row % 12 < 4 || (at / 4) % width < 9 ? 0 : next() & 255
  })
}

/** As rows of a PNG that has not been filtered. */
function unfiltered(pixels: Uint8Array, width: number): FilteredRows {
  const height = pixels.length / 4 / width
  const bytes = new Uint8Array(height * (4 * width + 1))
  for (let row = 0; row < height; row++) bytes.set(pixels.subarray(row * width * 4, (row + 1) * width * 4), row * (4 * width + 1) + 1)
  return { width, height, bytes }
}

/** A frame of black over which a part of a picture is laid, its planes made by the kernel or in TypeScript. */
function laid(
  pixels: Uint8Array,
  columns: number,
  part: { left: number; top: number; width: number; height: number },
  byKernel: boolean,
): Uint8Array {
  const { left, top, width, height } = part
  const cut = new Uint8Array(width * height * 4)
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * columns + left) * 4
    cut.set(pixels.subarray(from, from + width * 4), row * width * 4)
  }
  const raster = planesOfPixels({ data: byKernel ? new Uint8Array(cut.length) : cut, width, height, channels: 4 })
  const frame = { width: 64, height: 48 }
  const compositor = new FrameCompositor(kernel, frame, [raster], { frames: 1, isLive: true })
  const [target = 0] = compositor.frames
  compositor.fill(target, { y: 16, u: 128, v: 128 })
  if (byKernel) {
    compositor.takePixels(unfiltered(pixels, columns))
    compositor.fillRaster(0, part, columns)
  }
  compositor.lay(target, { first: { raster: 0, placement: { x: 2, y: 4, scaleX: 1, scaleY: 1 } }, second: null, weight: 0 })
  return new Uint8Array(kernel.memory.buffer, target, compositor.frameBytes).slice()
}

describe('pixels of a live layer become the same planes in the kernel as in TypeScript', () => {
  it.each([
    { left: 0, top: 0, width: 48, height: 36 },
    { left: 4, top: 2, width: 34, height: 18 },
    { left: 10, top: 6, width: 4, height: 2 },
    { left: 10, top: 6, width: 38, height: 30 },
  ])('$width x $height from ($left, $top)', (part) => {
    const pixels = noise(48, 36)
    const [here, reference] = [laid(pixels, 48, part, true), laid(pixels, 48, part, false)]
    const differences = Array.from(here, (value, at) => Math.abs(value - (reference[at] ?? 0)))
    // Sums are rounded once more in TypeScript.
    expect(Math.max(...differences)).toBeLessThanOrEqual(1)
    expect(differences.filter((difference) => difference > 0).length).toBeLessThan(differences.length / 20)
    expect(new Set(reference).size).toBeGreaterThan(3)
  })
})
