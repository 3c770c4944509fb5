import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { FrameCompositor, type Placement } from '../../src/compositor/frame-compositor.ts'
import { Kernel } from '../../src/compositor/kernel.ts'
import { planesOfPixels, type Planes } from '../../src/compositor/planes.ts'
import { cut, exactResample, rms, shiftBetween } from '../support/motion-error.ts'

const frame = { width: 960, height: 540 }
/** One for all tests, as for all chunks of a render: what is left of another picture must not show. */
const kernel = new Kernel()

async function photo(width: number, height: number): Promise<Planes> {
  const path = join(import.meta.dirname, '../../samples/photos/brook.jpg')
  const { data } = await sharp(path).resize(width, height, { fit: 'cover' }).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return planesOfPixels({ data, width, height, channels: 3 })
}

function draw(planes: Planes, placement: Placement, size = frame): Uint8Array {
  const compositor = new FrameCompositor(kernel, size, [planes], { frames: 1 })
  const [at = 0] = compositor.frames
  compositor.cover(at, { first: { raster: 0, placement }, second: null, weight: 0 })
  return new Uint8Array(kernel.memory.buffer, at, compositor.frameBytes).slice()
}

describe('the compositor', () => {
  it('leaves a layer that fits the frame exactly as it is', async () => {
    const planes = await photo(frame.width, frame.height)
    const drawn = draw(planes, { scaleX: 1, scaleY: 1, x: 0, y: 0 })
    expect(Buffer.from(drawn).equals(Buffer.concat([planes.y, planes.u, planes.v]))).toBe(true)
  })

  it('moves true to a twentieth of a pixel against an exact resample, over 100 frames of a slow zoom', async () => {
    const planes = await photo(1152, 648)
    const compositor = new FrameCompositor(kernel, frame, [planes], { frames: 1 })
    const [at = 0] = compositor.frames
    const window = { left: 400, top: 180, size: 160 }
    const shifts: { x: number; y: number }[] = []
    const errors: number[] = []
    for (let index = 0; index < 100; index++) {
      const scale = (1 + 0.2 * (index / 100)) / 1.2
      const placement = { scaleX: scale, scaleY: scale, x: (frame.width - 1152 * scale) / 2, y: (frame.height - 648 * scale) / 2 }
      compositor.cover(at, { first: { raster: 0, placement }, second: null, weight: 0 })
      const luma = { data: new Uint8Array(kernel.memory.buffer, at, frame.width * frame.height), ...frame }
      const step = 1 / scale
      const exact = exactResample({ data: planes.y, width: 1152, height: 648 }, { x: -placement.x * step, y: -placement.y * step, step }, window)
      const drawn = cut(luma, window)
      shifts.push(shiftBetween(exact, drawn))
      errors.push(rms([...exact.data].map((value, pixel) => value - (drawn.data[pixel] ?? 0))))
    }
    expect(rms(shifts.map(({ x }) => x))).toBeLessThan(0.02)
    expect(rms(shifts.map(({ y }) => y))).toBeLessThan(0.02)
    // Two roundings to whole code values make 0.4; 0.8 is a PSNR of 50 dB.
    expect(Math.max(...errors)).toBeLessThan(0.8)
  })

  it.each([
    [{ width: 320, height: 180 }, 1],
    [{ width: 1080, height: 1920 }, 0.7],
    [{ width: 854, height: 480 }, 1.3],
    [{ width: 18, height: 16 }, 0.9],
  ])('carries the edge of a layer on in a frame of %j, and leaves no byte of it unwritten', async (size, scale) => {
    const [width, height] = [Math.ceil(size.width / scale), Math.ceil(size.height / scale)]
    const data = Buffer.alloc(width * height * 3, 200)
    const planes = planesOfPixels({ data, width, height, channels: 3 })
    const drawn = draw(planes, { scaleX: scale, scaleY: scale, x: 0, y: 0 }, size)
    const luma = size.width * size.height
    expect(new Set(drawn.subarray(0, luma))).toEqual(new Set([planes.y[0]]))
    expect(new Set(drawn.subarray(luma))).toEqual(new Set([128]))
  })

  it('mixes two rasters of a layer by weight', () => {
    const square = { width: 64, height: 64 }
    const compositor = new FrameCompositor(kernel, square, [flat(square, [0, 0, 0]), flat(square, [255, 255, 255])], { frames: 1 })
    const [at = 0] = compositor.frames
    const placement = { scaleX: 1, scaleY: 1, x: 0, y: 0 }
    const lumaAt = (weight: number) => {
      compositor.cover(at, { first: { raster: 0, placement }, second: { raster: 1, placement }, weight })
      return new Uint8Array(kernel.memory.buffer)[at]
    }
    expect([0, 0.25, 0.5, 1].map(lumaAt)).toEqual([16, 71, 126, 235])
  })
})

/** A box of one colour, with the transparent border that drawn layers have. */
function box(side: number, [r, g, b, alpha]: readonly [number, number, number, number]): Planes {
  const width = side + 8
  const data = Buffer.alloc(width * width * 4)
  for (let row = 4; row < side + 4; row++) for (let column = 4; column < side + 4; column++) data.set([r, g, b, alpha], (row * width + column) * 4)
  return planesOfPixels({ data, width, height: width, channels: 4 })
}

function flat({ width, height }: { width: number; height: number }, [r, g, b]: readonly [number, number, number]): Planes {
  const data = Buffer.alloc(width * height * 3)
  for (let at = 0; at < data.length; at += 3) data.set([r, g, b], at)
  return planesOfPixels({ data, width, height, channels: 3 })
}

/** A frame of one colour with a box laid over it; `at` is a plane's offset. */
function layBox(over: Planes, under: Planes, placement: Placement, opacity = 1): Uint8Array {
  const size = { width: under.width, height: under.height }
  const compositor = new FrameCompositor(kernel, size, [under, over], { frames: 1 })
  const [at = 0] = compositor.frames
  compositor.cover(at, { first: { raster: 0, placement: { scaleX: 1, scaleY: 1, x: 0, y: 0 } }, second: null, weight: 0 })
  compositor.lay(at, { first: { raster: 1, placement }, second: null, weight: 0 }, opacity)
  return new Uint8Array(kernel.memory.buffer, at, compositor.frameBytes).slice()
}

const small = { width: 70, height: 60 }
const grey = [120, 120, 120] as const
/** Limited-range luma of a grey. */
const codeOf = (value: number) => 16 + (value * 219) / 255

describe('a layer with transparency', () => {
  it.each([
    ['white', [255, 255, 255, 255], 1],
    ['black', [0, 0, 0, 255], 1],
    ['another grey', [160, 160, 160, 255], 1],
    ['half transparent', [255, 255, 255, 128], 1],
    ['fading', [255, 255, 255, 255], 0.3],
  ] as const)('has no fringe, wherever it lies: %s', (_name, colour, opacity) => {
    const share = (colour[3] / 255) * opacity
    const inside = codeOf(120) + (codeOf(colour[0]) - codeOf(120)) * share
    for (const shift of [0, 0.25, 0.5, 0.77]) {
      for (const scale of [1, 0.81, 1.3]) {
        const drawn = layBox(box(24, colour), flat(small, grey), { scaleX: scale, scaleY: scale, x: 6 + shift, y: 8 + shift / 2 }, opacity)
        const luma = drawn.subarray(0, small.width * small.height)
        expect(Math.min(...luma)).toBeGreaterThanOrEqual(Math.floor(Math.min(inside, codeOf(120))) - 1)
        expect(Math.max(...luma)).toBeLessThanOrEqual(Math.ceil(Math.max(inside, codeOf(120))) + 1)
        expect(Math.abs((luma[22 * small.width + 22] ?? 0) - inside)).toBeLessThanOrEqual(1)
        // Grey on grey: no colour anywhere.
        for (const value of drawn.subarray(small.width * small.height)) expect(Math.abs(value - 128)).toBeLessThanOrEqual(1)
      }
    }
  })

  it.each([
    ['the left and top', -12, -10],
    ['the right and bottom', 57, 47],
  ])('is cut off at %s of the frame, and leaves the rest of it as it was', (_name, x, y) => {
    const under = flat(small, [30, 90, 200])
    const before = layBox(box(24, [0, 0, 0, 0]), under, { scaleX: 1, scaleY: 1, x: 0, y: 0 })
    const drawn = layBox(box(24, [250, 20, 60, 255]), under, { scaleX: 1, scaleY: 1, x: x + 0.5, y })
    let changed = 0
    for (let row = 0; row < small.height; row++) {
      for (let column = 0; column < small.width; column++) {
        const isOutside = column < x + 4 || column > x + 29 || row < y + 4 || row >= y + 28
        const at = row * small.width + column
        if (isOutside) expect(drawn[at]).toBe(before[at])
        else if (drawn[at] !== before[at]) changed++
      }
    }
    expect(changed).toBeGreaterThan(70)
  })

  it('is not drawn where it lies outside the frame', () => {
    const under = flat(small, [30, 90, 200])
    const nothing = layBox(box(24, [0, 0, 0, 0]), under, { scaleX: 1, scaleY: 1, x: 0, y: 0 })
    for (const [x, y] of [
      [-40, 0],
      [0, 90],
      [71, 0],
      [0, -33],
    ] as const) {
      expect(layBox(box(24, [250, 20, 60, 255]), under, { scaleX: 1, scaleY: 1, x, y })).toEqual(nothing)
    }
  })
})

describe('planesOfPixels', () => {
  it('puts chroma on the luma column, as BT.709 has it: an edge between colours stays where it is', () => {
    const [width, height] = [64, 8]
    const data = Buffer.alloc(width * height * 3)
    for (let pixel = 0; pixel < width * height; pixel++) data.set(pixel % width < 32 ? [255, 0, 0] : [0, 0, 255], pixel * 3)
    const { v } = planesOfPixels({ data, width, height, channels: 3 })
    // Chroma column 16 lies on luma column 32, the first blue one; its left neighbour's weight is a quarter.
    expect([...v.subarray(14, 18)]).toEqual([240, 240, Math.round(240 * 0.25 + 117.7 * 0.75), 118])
  })
})
