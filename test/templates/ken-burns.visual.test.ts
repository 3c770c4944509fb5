import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { planCamera } from '../../src/plan/camera.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { sceneSite } from '../support/scene-site.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { cut, exactResample, rms, shiftBetween, type Grey } from '../support/motion-error.ts'
import { tempFolder } from '../support/temp-folder.ts'

const samples = join(import.meta.dirname, '../../samples/photos')
const frame = { width: 960, height: 540 }
const frames = 100

async function grey(input: string | Buffer): Promise<Grey> {
  const { data, info } = await sharp(input).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

describe('ken-burns', () => {
  it.each([
    ['a slow zoom', { startScale: 1, endScale: 1.2 }],
    ['a zoom to four times', { startScale: 1, endScale: 4, endX: 0.4, endY: 0.6 }],
    ['a diagonal pan', { startScale: 1.5, endScale: 1.5, startX: 0.4, startY: 0.4, endX: 0.6, endY: 0.55 }],
  ])('moves true to 0.05 pixels in %s, frame after frame', async (_name, move) => {
    const folder = await tempFolder()
    const scale = Math.max(move.startScale, move.endScale)
    const size = { width: Math.round(frame.width * scale), height: Math.round(frame.height * scale) }
    const path = join(folder, 'photo.png')
    // Blurred a little: a picture without the finest detail has a position to a hundredth of a pixel however it is resampled.
    await sharp(join(samples, 'brook.jpg'))
      .resize({ ...size, fit: 'cover' })
      .blur(scale * 0.8)
      .png()
      .toFile(path)
    const { camera } = planCamera(size, frame, { kenBurns: { ...move, easing: 'linear' }, preset: 'zoom-in' })
    const data = { props: { image: '/assets/photo.png', camera }, output: frame, durationMs: (frames * 1000) / 30 }
    const site = await sceneSite(await loadTemplate('ken-burns'), data, new Map([['photo.png', () => Promise.resolve(path)]]))
    await using slot = testSlot(folder, { ...frame })
    const page = await slot.page(noSignal)
    await page.open(site, noSignal)

    const source = await grey(path)
    const window = { left: 400, top: 180, size: 160 }
    const shifts: { x: number; y: number }[] = []
    for (let index = 0; index < frames; index += 4) {
      const progress = index / frames
      const between = (a: number, b: number) => a + (b - a) * progress
      const at = {
        x: between(camera.from.x, camera.to.x),
        y: between(camera.from.y, camera.to.y),
        scale: between(camera.from.scale, camera.to.scale),
      }
      const step = 1 / at.scale
      const picture = await grey(await page.frameAt((index * 1000) / 30, noSignal))
      shifts.push(shiftBetween(exactResample(source, { x: -at.x * step, y: -at.y * step, step }, window), cut(picture, window)))
    }
    expect(rms(shifts.map(({ x }) => x))).toBeLessThan(0.05)
    expect(rms(shifts.map(({ y }) => y))).toBeLessThan(0.05)
    expect(Math.max(...shifts.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]))).toBeLessThan(0.1)
  })

  it('leaves no part of a 4K frame blank, even at the start of a zoom to four times', async () => {
    const folder = await tempFolder()
    const uhd = { width: 3840, height: 2160 }
    const path = join(folder, 'white.png')
    await sharp({ create: { width: 4000, height: 2250, channels: 3, background: '#fff' } })
      .png()
      .toFile(path)
    const { camera } = planCamera({ width: 4000, height: 2250 }, uhd, {
      kenBurns: { startScale: 1, endScale: 4, easing: 'linear' },
      preset: 'zoom-in',
    })
    const data = { props: { image: '/assets/white.png', camera }, output: uhd, durationMs: 1000 }
    const site = await sceneSite(await loadTemplate('ken-burns'), data, new Map([['white.png', () => Promise.resolve(path)]]))
    await using slot = testSlot(folder, { ...uhd, format: { type: 'jpeg', quality: 80 } })
    const page = await slot.page(noSignal)
    await page.open(site, noSignal)
    for (const timeMs of [0, 300, 900])
      expect(Math.min(...(await sharp(await page.frameAt(timeMs, noSignal)).stats()).channels.map(({ min }) => min))).toBe(255)
  })
})
