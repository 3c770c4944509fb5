import { describe, expect, it } from 'vitest'
import { planesOfPixels } from '../../src/compositor/planes.ts'
import { pictureOfYuv } from '../../src/regression/draw/picture-of-yuv.ts'

const size = { width: 16, height: 8 }

/** A picture whose colours change so slowly that halved chroma shows them all the same. */
function slowColours(): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height * 3)
  for (let y = 0; y < size.height; y++) for (let x = 0; x < size.width; x++) pixels.set([60 + x, 120 + y, 200 - x - y], (y * size.width + x) * 3)
  return pixels
}

const largestDifference = (pixels: Uint8Array, shown: Uint8Array) =>
  Math.max(...Array.from({ length: pixels.length }, (_, at) => Math.abs((pixels[at] ?? 0) - (shown[Math.floor(at / 3) * 4 + (at % 3)] ?? 0))))

describe('pictureOfYuv', () => {
  it('shows the colours that the compositor has made planes of', () => {
    const pixels = slowColours()
    const { y, u, v } = planesOfPixels({ data: pixels, ...size, channels: 3 })
    const shown = pictureOfYuv({ bytes: Buffer.concat([y, u, v]), ...size, pixels: 'yuv420p', matrix: 'bt709' })
    expect([shown.width, shown.height]).toEqual([16, 8])
    // Rounding, once to limited range and once back.
    expect(largestDifference(pixels, shown.data)).toBeLessThanOrEqual(3)
  })

  it('reads chroma in pairs as it does in planes', () => {
    const { y, u, v } = planesOfPixels({ data: slowColours(), ...size, channels: 3 })
    const pairs = Buffer.alloc(u.length * 2)
    for (const [index, value] of u.entries()) pairs.set([value, v[index] ?? 0], index * 2)
    const planar = pictureOfYuv({ bytes: Buffer.concat([y, u, v]), ...size, pixels: 'yuv420p', matrix: 'bt709' })
    expect(pictureOfYuv({ bytes: Buffer.concat([y, pairs]), ...size, pixels: 'nv12', matrix: 'bt709' })).toEqual(planar)
  })

  it.each([
    ['bt709', [63, 102, 240]],
    ['bt601', [81, 90, 240]],
  ] as const)('shows pure red of %s as pure red, and opaque', (matrix, [y, u, v]) => {
    const bytes = Buffer.concat([Buffer.alloc(4, y), Buffer.alloc(1, u), Buffer.alloc(1, v)])
    const { data } = pictureOfYuv({ bytes, width: 2, height: 2, pixels: 'yuv420p', matrix })
    expect(data[0]).toBeGreaterThanOrEqual(253)
    expect(Math.max(data[1] ?? 9, data[2] ?? 9)).toBeLessThanOrEqual(2)
    expect(data[3]).toBe(255)
  })
})
