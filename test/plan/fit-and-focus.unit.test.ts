import { describe, expect, it } from 'vitest'
import { presetNames } from '../../src/film/ken-burns-presets.ts'
import { planCamera, type Camera } from '../../src/plan/camera.ts'
import { viewAt } from '../../src/plan/view-at.ts'

const frame = { width: 1080, height: 1920 }
const images = [
  { width: 2560, height: 1440 },
  { width: 1704, height: 2560 },
  { width: 3000, height: 3000 },
]
const points = [
  { x: 0.9, y: 0.2 },
  { x: 0, y: 1 },
  { x: 0.5, y: 0.5 },
  { x: 0.3, y: 0.97 },
]
const times = [0, 0.25, 0.5, 0.75, 1]

/** Where a point of the image is at a time, in parts of the frame. */
function placeOf(camera: Camera, point: { x: number; y: number }, time: number): readonly number[] {
  const { x, y, scale } = viewAt(camera, time)
  return [(x + point.x * camera.width * scale) / frame.width, (y + point.y * camera.height * scale) / frame.height]
}

describe('focus', () => {
  it.each([0.15, 0.6, 1])('stays in the frame at all times, with every preset that goes by %d', (amount) => {
    for (const image of images) {
      for (const focus of points) {
        for (const preset of presetNames) {
          const { camera } = planCamera(image, frame, { kenBurns: { preset, amount, easing: 'ease' }, preset, focus })
          for (const place of times.flatMap((time) => placeOf(camera, focus, time))) {
            expect(place).toBeGreaterThanOrEqual(-1e-9)
            expect(place).toBeLessThanOrEqual(1 + 1e-9)
          }
        }
      }
    }
  })

  it('is a tenth of the frame within, where it is not at the edge of the image', () => {
    const focus = { x: 0.8, y: 0.4 }
    for (const preset of presetNames) {
      const { camera } = planCamera({ width: 2560, height: 1440 }, frame, { kenBurns: { preset, amount: 1, easing: 'ease' }, preset, focus })
      for (const place of times.flatMap((time) => placeOf(camera, focus, time))) expect(Math.abs(place - 0.5)).toBeLessThan(0.401)
    }
  })

  it('leaves a pan its way where the image has room on the other side', () => {
    const { camera } = planCamera({ width: 2560, height: 1440 }, frame, { kenBurns: null, preset: 'pan-right', focus: { x: 0.9, y: 0.5 } })
    expect(camera.from.x - camera.to.x).toBeCloseTo(0.15 * frame.width, 0)
  })

  it('stands for the points that six numbers leave out', () => {
    const { camera } = planCamera({ width: 2560, height: 1440 }, frame, {
      kenBurns: { startScale: 1, endScale: 2, easing: 'ease' },
      preset: 'zoom-in',
      focus: { x: 0.7, y: 0.5 },
    })
    for (const time of times) expect(placeOf(camera, { x: 0.7, y: 0.5 }, time)[0]).toBeCloseTo(0.5)
  })
})

describe('a photograph that is seen whole', () => {
  it.each(presetNames)('stays within the frame at all times with %s, and moves', (preset) => {
    for (const image of images) {
      const { camera } = planCamera(image, frame, { kenBurns: null, preset, fit: 'contain' })
      for (const time of times) {
        const { x, y, scale } = viewAt(camera, time)
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1e-6)
        expect(x + camera.width * scale).toBeLessThan(frame.width + 1)
        expect(y + camera.height * scale).toBeLessThan(frame.height + 1)
      }
      expect(camera.to).not.toEqual(camera.from)
    }
  })

  it('just fits into the frame at scale 1, in its middle', () => {
    const { camera } = planCamera({ width: 2560, height: 1440 }, frame, {
      kenBurns: { startScale: 1, easing: 'ease' },
      preset: 'zoom-in',
      fit: 'contain',
    })
    expect(camera).toMatchObject({ width: 1080, height: 608, from: { x: 0, scale: 1 } })
    expect(camera.from.y).toBeCloseTo((1920 - 608) / 2)
  })

  it('may be enlarged beyond the frame by numbers, and shows no edge then', () => {
    const { camera } = planCamera({ width: 2560, height: 1440 }, frame, {
      kenBurns: { startScale: 2, startX: 0, easing: 'ease' },
      preset: 'zoom-in',
      fit: 'contain',
    })
    expect(camera.from.x).toBe(0)
  })
})
