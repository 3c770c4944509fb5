import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { probeImage } from '../../src/assets/probe-image.ts'
import { planCamera } from '../../src/plan/camera.ts'
import { choosePresets } from '../../src/plan/choose-presets.ts'
import { viewAt } from '../../src/plan/view-at.ts'
import { tempFolder } from '../support/temp-folder.ts'

const photos = join(import.meta.dirname, '../../samples/photos')
const probe = (path: string) => probeImage(path, path, { decode: false, attention: true })

/** What people look at in these photographs, by eye: left, top, right, bottom. */
const subjects = {
  'friends-portrait.jpg': [0.25, 0.2, 0.75, 0.65],
  'fig.jpg': [0.35, 0.3, 0.75, 0.8],
  'bird-lamp.jpg': [0.25, 0.55, 0.7, 0.95],
  'dragonfly.jpg': [0.42, 0.3, 0.85, 0.7],
  'sunset.jpg': [0.35, 0.3, 0.65, 0.7],
} as const

describe('focus: auto', () => {
  it.each(Object.entries(subjects))('finds the subject of %s', async (photo, [left, top, right, bottom]) => {
    const { attention } = await probe(join(photos, photo))
    expect(attention?.x).toBeGreaterThan(left)
    expect(attention?.x).toBeLessThan(right)
    expect(attention?.y).toBeGreaterThan(top)
    expect(attention?.y).toBeLessThan(bottom)
  })

  it.each(Object.keys(subjects))('keeps it in a tall frame and in a wide one, at every moment, of %s', async (photo) => {
    const image = await probe(join(photos, photo))
    const focus = image.attention ?? { x: 0, y: 0 }
    for (const frame of [
      { width: 1080, height: 1920 },
      { width: 1920, height: 600 },
    ]) {
      const [preset = 'zoom-in'] = choosePresets([image], frame)
      const { camera } = planCamera(image, frame, { kenBurns: null, preset, focus })
      for (const time of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
        const { x, y, scale } = viewAt(camera, time)
        const place = [(x + focus.x * camera.width * scale) / frame.width, (y + focus.y * camera.height * scale) / frame.height]
        for (const part of place) {
          expect(part).toBeGreaterThan(0.05)
          expect(part).toBeLessThan(0.95)
        }
      }
    }
  })

  it('shows the subject where the middle of the photograph would not', async () => {
    const image = await probe(join(photos, 'friends-portrait.jpg'))
    const frame = { width: 1920, height: 1080 }
    const top = (focus: { x: number; y: number } | null) => {
      const { camera } = planCamera(image, frame, { kenBurns: { preset: 'zoom-in', easing: 'linear' }, preset: 'zoom-in', focus })
      return -camera.from.y / (camera.height * camera.from.scale)
    }
    // The higher of the two dogs looks out of the window at 0.3 of the height.
    expect(top(null)).toBeGreaterThan(0.3)
    expect(top(image.attention ?? null)).toBeLessThan(0.2)
  })

  it('looks at the picture as it is seen: a photograph that was stored turned has the same point', async () => {
    const folder = await tempFolder()
    const upright = await sharp(join(photos, 'fig.jpg')).resize({ width: 800 }).png().toBuffer()
    await sharp(upright).png().toFile(join(folder, 'upright.png'))
    await sharp(upright).rotate(90).withMetadata({ orientation: 8 }).png().toFile(join(folder, 'turned.png'))
    const [one, other] = [await probe(join(folder, 'upright.png')), await probe(join(folder, 'turned.png'))]
    expect(other.attention?.x).toBeCloseTo(one.attention?.x ?? 0, 1)
    expect(other.attention?.y).toBeCloseTo(one.attention?.y ?? 0, 1)
  })

  it.each([
    { width: 1, height: 1 },
    { width: 2000, height: 3 },
  ])('finds a point in any image, even of %o', async (size) => {
    const path = join(await tempFolder(), 'small.png')
    await sharp({ create: { ...size, channels: 4, background: '#8080' } })
      .png()
      .toFile(path)
    const { attention } = await probe(path)
    for (const part of [attention?.x ?? -1, attention?.y ?? -1]) {
      expect(part).toBeGreaterThanOrEqual(0)
      expect(part).toBeLessThanOrEqual(1)
    }
  })
})
