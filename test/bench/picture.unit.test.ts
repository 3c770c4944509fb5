import { describe, expect, it } from 'vitest'
import { exactFrame, exactLuma } from '../../src/bench/picture/exact-frame.ts'
import { locate } from '../../src/bench/picture/locate.ts'
import { motionFigures } from '../../src/bench/picture/motion-figures.ts'
import { resample, type FloatPlane } from '../../src/bench/picture/resample.ts'

function plane(width: number, height: number, value: (x: number, y: number) => number): FloatPlane {
  return { data: Float32Array.from({ length: width * height }, (_, at) => value(at % width, Math.floor(at / width))), width, height }
}

const waves = (x: number, y: number) => 120 + 40 * Math.sin(x / 5) + 30 * Math.sin(y / 7)
const photo = { y: plane(384, 216, waves), u: plane(192, 108, () => 90), v: plane(192, 108, () => 200) }
const frame = { width: 320, height: 180 }

describe('the exact resample', () => {
  it('leaves samples as they are where output and source lie on each other, and a flat area flat at its edges', () => {
    const source = plane(40, 30, waves)
    const line = (outputs: number) => ({ offset: 0, step: 1, outputs })
    expect(Math.max(...resample(source, line(40), line(30)).data.map((value, at) => Math.abs(value - (source.data[at] ?? 0))))).toBeLessThan(1e-4)
    const flat = resample(
      plane(40, 30, () => 77),
      { offset: -5, step: 1.4, outputs: 40 },
      { offset: 0.3, step: 0.5, outputs: 70 },
    )
    expect(new Set(flat.data.map((value) => Math.round(value * 1000)))).toEqual(new Set([77_000]))
  })

  it('puts the middle of the photo in the middle of the frame at every zoom', () => {
    for (const zoom of [1, 1.1, 1.2]) {
      const luma = exactLuma(photo, { frame, zoom }, { left: 0, top: 0, ...frame })
      for (const [x, y] of [
        [100, 80],
        [250, 120],
      ] as const) {
        const perPixel = 1.2 / zoom
        const expected = waves(192 + (x + 0.5 - 160) * perPixel - 0.5, 108 + (y + 0.5 - 90) * perPixel - 0.5)
        expect(luma.data[y * 320 + x]).toBeCloseTo(expected, 0)
      }
    }
  })

  it('is a whole raw frame with chroma of half the size', () => {
    const bytes = exactFrame(photo, { frame, zoom: 1.1 })
    expect(bytes.length).toBe((320 * 180 * 3) / 2)
    expect([bytes.at(320 * 180 + 7), bytes.at(-1)]).toEqual([90, 200])
  })
})

describe('motion', () => {
  it.each([
    [0, 0],
    [0.3, -0.2],
    [1.7, 0.9],
  ])('finds a picture that is moved by %f and %f', (x, y) => {
    const window = { left: 60, top: 40, width: 80, height: 80 }
    const moved = exactLuma(photo, { frame, zoom: 1.1, displacement: { x, y, larger: 0 } }, { left: 0, top: 0, ...frame })
    const found = locate(moved, photo, { shot: { frame, zoom: 1.1 }, window, guess: { x: 0, y: 0 } })
    expect(found.x).toBeCloseTo(x, 2)
    expect(found.y).toBeCloseTo(y, 2)
  })

  it('keeps the place of before where there is no picture to find', () => {
    const guess = { x: 0.4, y: 0.1 }
    const window = { left: 60, top: 40, width: 80, height: 80 }
    const noise = plane(320, 180, (x, y) => (x * 7919 + y * 104_729) % 256)
    const found = locate(noise, photo, { shot: { frame, zoom: 1.1 }, window, guess })
    expect(Math.hypot(found.x, found.y)).toBeLessThan(16)
    const flat = { y: plane(384, 216, () => 50), u: photo.u, v: photo.v }
    expect(locate(noise, flat, { shot: { frame, zoom: 1.1 }, window, guess })).toEqual(guess)
  })

  it('counts what changes from frame to frame, and not what is the same in all', () => {
    const still = Array.from({ length: 100 }, () => ({ x: 0.5, y: -0.3 }))
    expect(motionFigures([still, still]).errorPx).toBeCloseTo(0, 9)
    const jumping = still.map(({ x, y }, index) => ({ x: x + (index % 2 === 0 ? 0.3 : -0.3), y: y + (index % 2 === 0 ? 0.4 : -0.4) }))
    expect(motionFigures([jumping, jumping])).toMatchObject({ errorPx: expect.closeTo(0.5, 3), jitterPx: expect.closeTo(0.5, 2) })
    const leaving = still.map(({ x, y }, index) => ({ x: x + index * 0.01, y }))
    expect(motionFigures([leaving, leaving])).toMatchObject({ driftPx: expect.closeTo(0.99, 6), jitterPx: expect.closeTo(0, 6) })
  })
})
