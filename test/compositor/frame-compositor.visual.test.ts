import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { FrameCompositor, type Placement } from '../../src/compositor/frame-compositor.ts'
import { planesOfPixels, type Planes } from '../../src/compositor/planes.ts'
import { cut, exactResample, rms, shiftBetween } from '../support/motion-error.ts'

const frame = { width: 960, height: 540 }

async function photo(width: number, height: number): Promise<Planes> {
  const path = join(import.meta.dirname, '../../samples/photos/brook.jpg')
  const { data } = await sharp(path).resize(width, height, { fit: 'cover' }).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return planesOfPixels({ data, width, height, channels: 3 })
}

function draw(planes: Planes, placement: Placement, size = frame): Uint8Array {
  const compositor = new FrameCompositor(size, [planes], 1)
  const [at = 0] = compositor.frames
  compositor.drawLayer(at, 0, placement)
  return new Uint8Array(compositor.memory.buffer, at, compositor.frameBytes).slice()
}

describe('the compositor', () => {
  it('leaves a layer that fits the frame exactly as it is', async () => {
    const planes = await photo(frame.width, frame.height)
    const drawn = draw(planes, { scaleX: 1, scaleY: 1, x: 0, y: 0 })
    expect(Buffer.from(drawn).equals(Buffer.concat([planes.y, planes.u, planes.v]))).toBe(true)
  })

  it('moves true to a twentieth of a pixel against an exact resample, over 100 frames of a slow zoom', async () => {
    const planes = await photo(1152, 648)
    const compositor = new FrameCompositor(frame, [planes], 1)
    const [at = 0] = compositor.frames
    const window = { left: 400, top: 180, size: 160 }
    const shifts: { x: number; y: number }[] = []
    const errors: number[] = []
    for (let index = 0; index < 100; index++) {
      const scale = (1 + 0.2 * (index / 100)) / 1.2
      const placement = { scaleX: scale, scaleY: scale, x: (frame.width - 1152 * scale) / 2, y: (frame.height - 648 * scale) / 2 }
      compositor.drawLayer(at, 0, placement)
      const luma = { data: new Uint8Array(compositor.memory.buffer, at, frame.width * frame.height), ...frame }
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
    const flat = (grey: number) => planesOfPixels({ data: Buffer.alloc(64 * 64 * 3, grey), width: 64, height: 64, channels: 3 })
    const compositor = new FrameCompositor({ width: 64, height: 64 }, [flat(0), flat(255)], 1)
    const [at = 0] = compositor.frames
    const placement = { scaleX: 1, scaleY: 1, x: 0, y: 0 }
    const lumaAt = (weight: number) => {
      compositor.drawMix(at, { layer: 0, placement }, { layer: 1, placement }, weight)
      return new Uint8Array(compositor.memory.buffer)[at]
    }
    expect([0, 0.25, 0.5, 1].map(lumaAt)).toEqual([16, 71, 126, 235])
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
