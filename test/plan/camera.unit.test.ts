import { describe, expect, it } from 'vitest'
import { presetNames } from '../../src/film/ken-burns-presets.ts'
import { planCamera, type Camera } from '../../src/plan/camera.ts'

const frame = { width: 1920, height: 1080 }
const images = [
  { width: 2560, height: 1440 },
  { width: 1704, height: 2560 },
  { width: 640, height: 480 },
  { width: 20000, height: 300 },
  { width: 1365, height: 1074 },
]

/** How far, in pixels, the photo's edges are inside the frame at most; above 0 an edge shows. */
function edgeShown({ width, height, from, to }: Camera): number {
  return Math.max(...[from, to].flatMap(({ x, y, scale }) => [x, y, frame.width - (x + width * scale), frame.height - (y + height * scale)]))
}

describe('planCamera', () => {
  it('starts and ends where the numbers say', () => {
    const kenBurns = { startScale: 1, endScale: 2, startX: 0.5, startY: 0.5, endX: 0.5, endY: 0.5, easing: 'linear' }
    const { camera, warnings } = planCamera({ width: 3840, height: 2160 }, frame, { kenBurns, preset: 'zoom-in' })
    expect(camera).toEqual({
      width: 3840,
      height: 2160,
      from: { x: 0, y: 0, scale: 0.5 },
      to: { x: -960, y: -540, scale: 1 },
      easing: 'linear',
    })
    expect(warnings).toEqual([])
  })

  it('puts the focus point in the middle of the frame', () => {
    const kenBurns = { startScale: 2, endScale: 2, startX: 0.4, startY: 0.6, easing: 'linear' }
    const { camera } = planCamera({ width: 1920, height: 1080 }, frame, { kenBurns, preset: 'zoom-in' })
    expect(camera.from.x + 0.4 * camera.width * camera.from.scale).toBeCloseTo(960)
    expect(camera.from.y + 0.6 * camera.height * camera.from.scale).toBeCloseTo(540)
  })

  it('never scales above the size that the photo is laid out at', () => {
    for (const image of images) {
      for (const preset of presetNames) {
        const { camera } = planCamera(image, frame, { kenBurns: null, preset })
        expect(Math.max(camera.from.scale, camera.to.scale)).toBe(1)
      }
    }
  })

  it('shows no edge, for any image, preset, amount and focus point', () => {
    for (const image of images) {
      for (const preset of presetNames) {
        for (const amount of [0, 0.15, 1]) {
          expect(edgeShown(planCamera(image, frame, { kenBurns: { preset, amount, easing: 'ease' }, preset }).camera)).toBeLessThanOrEqual(1e-9)
        }
      }
      for (const [startX, startY, endX, endY] of [
        [0, 0, 1, 1],
        [1, 0.2, 0, 0.9],
      ] as const) {
        const kenBurns = { startScale: 1, endScale: 4, startX, startY, endX, endY, easing: 'ease' }
        expect(edgeShown(planCamera(image, frame, { kenBurns, preset: 'zoom-in' }).camera)).toBeLessThanOrEqual(1e-9)
      }
    }
  })

  it('warns where it had to move a focus point inside', () => {
    const kenBurns = { startScale: 1, endScale: 1.2, startX: 0.1, startY: 0.5, endX: 0.5, endY: 0.5, easing: 'linear' }
    const { warnings } = planCamera({ width: 1920, height: 1080 }, frame, { kenBurns, preset: 'zoom-in' })
    expect(warnings).toEqual(['would show an edge at the start; its focus point is moved inside'])
  })

  it('holds an easing that overshoots to its ends, and warns', () => {
    const kenBurns = { preset: 'zoom-in' as const, easing: 'cubic-bezier(0.3, -0.5, 0.7, 1.5)' }
    const { camera, warnings } = planCamera({ width: 1920, height: 1080 }, frame, { kenBurns, preset: 'zoom-in' })
    expect(camera.easing).toBe('cubic-bezier(0.3, 0, 0.7, 1)')
    expect(warnings).toHaveLength(1)
  })

  it.each([
    ['pan-right', (camera: Camera) => camera.to.x < camera.from.x && camera.to.y === camera.from.y],
    ['pan-left', (camera: Camera) => camera.to.x > camera.from.x],
    ['pan-down', (camera: Camera) => camera.to.y < camera.from.y],
    ['pan-up', (camera: Camera) => camera.to.y > camera.from.y],
    ['zoom-in', (camera: Camera) => camera.to.scale > camera.from.scale],
    ['zoom-out', (camera: Camera) => camera.to.scale < camera.from.scale],
  ] as const)('moves the camera as %s says', (preset, moves) => {
    expect(moves(planCamera({ width: 1704, height: 2560 }, frame, { kenBurns: null, preset }).camera)).toBe(true)
  })
})
