import { describe, expect, it } from 'vitest'
import type { Rectangle } from '../../src/film/camera-schema.ts'
import { planCamera, type Camera, type View } from '../../src/plan/camera.ts'

const frame = { width: 1920, height: 1080 }

function planned(image: { width: number; height: number }, from: Rectangle, to?: Rectangle) {
  const kenBurns = { from, ...(to ? { to } : {}), easing: 'linear' }
  return planCamera(image, frame, { kenBurns, preset: 'zoom-in' })
}

/** The part of the image that fills the frame. */
function shown({ width, height }: Camera, { x, y, scale }: View): Rectangle & { height: number } {
  return { x: -x / (width * scale), y: -y / (height * scale), width: frame.width / (width * scale), height: frame.height / (height * scale) }
}

describe('a move between rectangles', () => {
  it('fills the frame with the first at the start and with the second at the end', () => {
    const [from, to] = [
      { x: 0.1, y: 0.2, width: 0.8 },
      { x: 0.5, y: 0.3, width: 0.4 },
    ]
    const { camera, warnings } = planned({ width: 4000, height: 3000 }, from, to)
    // In a 4:3 image a 16:9 rectangle is three quarters as high, against the image, as it is wide.
    const expected = (rectangle: Rectangle) => ({ ...rectangle, height: rectangle.width * 0.75 })
    for (const [view, rectangle] of [
      [camera.from, expected(from)],
      [camera.to, expected(to)],
    ] as const)
      for (const key of ['x', 'y', 'width', 'height'] as const) expect(shown(camera, view)[key]).toBeCloseTo(rectangle[key], 3)
    expect(warnings).toEqual([])
  })

  it('stands still where only the first is given', () => {
    const { camera } = planned({ width: 4000, height: 3000 }, { x: 0.1, y: 0.2, width: 0.5 })
    expect(camera.to).toEqual(camera.from)
  })

  it('makes a rectangle that is higher than the image as large as fits, about the same middle, and warns', () => {
    const { camera, warnings } = planned({ width: 4000, height: 1000 }, { x: 0.2, y: 0, width: 0.8 })
    const part = shown(camera, camera.from)
    expect(part.height).toBeCloseTo(1)
    expect(part.width).toBeCloseTo(0.444, 3)
    expect(part.x + part.width / 2).toBeCloseTo(0.6)
    expect(warnings).toEqual([
      'has a rectangle (from) that is higher than the image: at most 44.4 % of its width fit into this frame; it is made so small',
    ])
  })

  it('moves a rectangle that reaches below the image inside, and warns', () => {
    const { camera, warnings } = planned({ width: 4000, height: 3000 }, { x: 0, y: 0.7, width: 0.6 })
    expect(shown(camera, camera.from)).toMatchObject({ y: expect.closeTo(1 - 0.45, 3), width: expect.closeTo(0.6, 3) })
    expect(warnings).toEqual(['has a rectangle (from) that reaches 15.0 % below the image; it is moved inside'])
  })

  it('goes no nearer than four times what covers the frame, and warns', () => {
    const { camera, warnings } = planned({ width: 1920, height: 1080 }, { x: 0.4, y: 0.4, width: 0.1 })
    expect(shown(camera, camera.from).width).toBeCloseTo(0.25)
    expect(warnings).toEqual(['has a rectangle (from) smaller than a quarter of what covers the frame; it is made 25.0 % wide'])
  })
})
