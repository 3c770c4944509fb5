import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { sceneSite } from '../support/scene-site.ts'
import { join } from 'node:path'
import { noSignal, testSlot, testStreamSlot } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 640, height: 360 }
/** The last two are a frame at 30 fps apart. */
const timesMs = [0, 700, 2500, 4000, 4033.333]

/** BT.601 and BT.709, limited range. */
const lumaOf = {
  bt601: [0.299, 0.587, 0.114],
  bt709: [0.2126, 0.7152, 0.0722],
} as const

async function lumaOfPng(png: Buffer, [r, g, b]: readonly [number, number, number]): Promise<Float64Array> {
  const rgb = await sharp(png).removeAlpha().raw().toBuffer()
  return Float64Array.from(
    { length: rgb.length / 3 },
    (_, pixel) => 16 + ((r * (rgb[pixel * 3] ?? 0) + g * (rgb[pixel * 3 + 1] ?? 0) + b * (rgb[pixel * 3 + 2] ?? 0)) * 219) / 255,
  )
}

function psnr(one: Uint8Array | Float64Array, other: Float64Array): number {
  const squares = other.reduce((sum, value, index) => sum + (value - (one[index] ?? 0)) ** 2, 0)
  return 10 * Math.log10(255 ** 2 / (squares / other.length))
}

describe('a streamed picture', () => {
  it('is the one that a lossless screenshot shows, also with a live filter, a canvas and words in motion', async () => {
    const folder = await tempFolder()
    const template = await loadTemplate('live-effects', join(import.meta.dirname, '../fixtures/templates'))
    const site = await sceneSite(template, { props: {}, output: size, durationMs: 8000 }, new Map())
    await using shots = testSlot(folder, size)
    await using streams = await testStreamSlot(folder, { size })
    const shotPage = await shots.page(noSignal)
    await shotPage.open(site, noSignal)
    const streamPage = await streams.page(noSignal)
    await streamPage.open(site, noSignal)
    const shown: Float64Array[] = []
    const streamed: Buffer[] = []
    for (const timeMs of timesMs) {
      shown.push(await lumaOfPng(await shotPage.frameAt(timeMs, noSignal), lumaOf[streamPage.format.matrix]))
      streamed.push((await streamPage.frameAt(timeMs, noSignal)).subarray(0, size.width * size.height))
    }
    for (const [index, picture] of streamed.entries()) {
      const likeness = shown.map((other) => psnr(picture, other))
      expect(likeness[index]).toBeGreaterThan(45)
      // And no other frame is as like, not even the one before.
      expect(likeness.indexOf(Math.max(...likeness))).toBe(index)
    }
  })
})
