import { describe, expect, it } from 'vitest'

type Rectangle = { readonly x: number; readonly y: number; readonly width: number }
type Shapes = { readonly photo: number; readonly frame: number }
type Geometry = {
  readonly held: (rectangle: Rectangle, shapes: Shapes) => Rectangle
  readonly resized: (rectangle: Rectangle, width: number, corner: { left: boolean; top: boolean }, shapes: Shapes) => Rectangle
  readonly heightOf: (width: number, shapes: Shapes) => number
}

// The page's scripts are plain JavaScript, checked by tsconfig.page.json; here their types are said once more.
const path = '../../src/server/preview/rectangle-geometry.js'
const { held, resized, heightOf } = (await import(path)) as Geometry

const shapes = [
  { photo: 4 / 3, frame: 16 / 9 },
  { photo: 16 / 9, frame: 9 / 16 },
  { photo: 1, frame: 1 },
]

describe("a rectangle on the photograph, in the frame's shape", () => {
  it.each(shapes)('stays within the photograph, wherever it is dragged ($photo, $frame)', (shape) => {
    for (const x of [-1, 0.2, 2])
      for (const y of [-1, 0.3, 2])
        for (const width of [0, 0.3, 5]) {
          const rectangle = held({ x, y, width }, shape)
          expect(rectangle.x).toBeGreaterThanOrEqual(0)
          expect(rectangle.y).toBeGreaterThanOrEqual(0)
          expect(rectangle.x + rectangle.width).toBeLessThanOrEqual(1 + 1e-9)
          expect(rectangle.y + heightOf(rectangle.width, shape)).toBeLessThanOrEqual(1 + 1e-3)
        }
  })

  it.each(shapes)('keeps the corner across when another one is dragged ($photo, $frame)', (shape) => {
    const start = held({ x: 0.2, y: 0.1, width: 0.2 }, shape)
    const smaller = resized(start, start.width * 0.8, { left: true, top: true }, shape)
    expect(smaller.x + smaller.width).toBeCloseTo(start.x + start.width, 3)
    expect(smaller.y + heightOf(smaller.width, shape)).toBeCloseTo(start.y + heightOf(start.width, shape), 3)
    const larger = resized(start, 9, { left: false, top: false }, shape)
    expect(larger).toMatchObject({ x: expect.closeTo(start.x, 3), y: expect.closeTo(start.y, 3) })
    expect(larger.width).toBeGreaterThan(start.width)
  })
})
