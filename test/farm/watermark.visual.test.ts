import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { filmSites } from '../support/film-sites.ts'
import { layersAndShots } from '../support/layers-and-shots.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }

/** Grey scenes under a watermark, which is white in its left half and transparent in its right half. */
async function withWatermark(watermark: object, { format = 'png', transition = 'cut' } = {}) {
  const folder = await tempFolder()
  const grey = { create: { width: 320, height: 180, channels: 3, background: '#646464' } } as const
  await sharp(grey).png().toFile(join(folder, 'grey.png'))
  const white = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#ffffff' } })
    .png()
    .toBuffer()
  await sharp({ create: { width: 100, height: 50, channels: 4, background: '#00000000' } })
    .composite([{ input: white, left: 0, top: 0 }])
    .toFile(join(folder, `mark.${format}`))
  const film = {
    output: { ...size, fps: 30 },
    watermark: { source: `mark.${format}`, ...watermark },
    scenes: [
      { image: 'grey.png', duration: 1 },
      { image: 'grey.png', duration: 1, transition: { type: transition } },
    ],
  }
  const { sites } = await filmSites(film, folder)
  const pairs = await layersAndShots(sites[1] ?? { entry: '', files: new Map() }, size, { frames: 16, every: 15 })
  return pairs
    .flatMap(({ composed, shown }) => [composed, shown])
    .map(
      ({ data }) =>
        (x: number, y: number) =>
          data[y * size.width + x] ?? -1,
    )
}

describe('a watermark', () => {
  it('lies in its corner at its size, with its transparency, in layers as in screenshots', async () => {
    // 80 x 40 pixels, 9 from the edges.
    for (const at of await withWatermark({ width: 0.25, margin: 0.05, opacity: 1 })) {
      expect([at(235, 135), at(266, 166), at(228, 150), at(275, 150), at(250, 128)].map(Math.round)).toEqual([
        expect.closeTo(255, -0.5),
        expect.closeTo(255, -0.5),
        expect.closeTo(100, -0.5),
        expect.closeTo(100, -0.5),
        expect.closeTo(100, -0.5),
      ])
    }
  })

  it.each([
    ['top-left', 0, 0],
    ['top-centre', 120, 0],
    ['top-right', 240, 0],
    ['centre-centre', 120, 70],
    ['bottom-left', 0, 140],
    ['bottom-centre', 120, 140],
    ['bottom-right', 240, 140],
  ])('lies at %s where it is asked for there, and nowhere else', async (position, left, top) => {
    for (const at of await withWatermark({ position, width: 0.25, margin: 0, opacity: 1 })) {
      const white = [0, 120, 240].flatMap((x) => [0, 70, 140].filter((y) => at(x + 20, y + 20) > 240).map((y) => [x, y]))
      expect(white).toEqual([[left, top]])
    }
  })

  it('is as faint as it is said to be, and stays so over a transition', async () => {
    for (const at of await withWatermark({ position: 'top-left', width: 0.25, margin: 0, opacity: 0.5 }, { transition: 'crossfade' })) {
      expect(at(20, 20)).toBeGreaterThan(172)
      expect(at(20, 20)).toBeLessThan(183)
    }
  })

  it('keeps the transparency of a WebP', async () => {
    for (const at of await withWatermark({ position: 'centre-centre', width: 0.5, opacity: 1 }, { format: 'webp' })) {
      expect([at(100, 90), at(220, 90)]).toEqual([expect.closeTo(255, -0.5), expect.closeTo(100, -0.5)])
    }
  })

  it('is never larger than the frame leaves room for', async () => {
    for (const at of await withWatermark({ position: 'centre-centre', width: 1, margin: 0.25, opacity: 1 })) {
      // 90 pixels high, not 160.
      expect([at(100, 40), at(100, 90), at(100, 140)]).toEqual([expect.closeTo(100, -0.5), expect.closeTo(255, -0.5), expect.closeTo(100, -0.5)])
    }
  })
})
