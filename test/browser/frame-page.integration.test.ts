import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findStreamChromium } from '../../src/browser/find-chromium.ts'
import { planCamera } from '../../src/plan/camera.ts'
import { hashOfBytes } from '../../src/shared/hash.ts'
import type { CaptureSlot } from '../../src/browser/capture-slot.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { sceneSite } from '../support/scene-site.ts'
import type { Site } from '../../src/templates/site.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { counterSite, readCounters } from '../support/frame-counter.ts'
import { rasterScenes } from '../support/raster-scenes.ts'
import { ownTemplate } from '../support/own-template.ts'
import { fixtureSite } from '../support/fixture-site.ts'
import { tempFolder } from '../support/temp-folder.ts'

const fps = 30

const photoFrame = { width: 480, height: 270 }

/** A sample photograph under a slow zoom. */
async function photoSite(folder: string): Promise<Site> {
  const path = join(folder, 'photo.jpg')
  const size = { width: 576, height: 324 }
  await sharp(join(import.meta.dirname, '../../samples/photos/brook.jpg'))
    .resize(size)
    .toFile(path)
  const { camera } = planCamera(size, photoFrame, { kenBurns: null, preset: 'zoom-in' })
  const data = { props: { image: '/assets/photo.jpg', camera }, output: photoFrame, durationMs: 8000 }
  return sceneSite(await loadTemplate('ken-burns'), data, new Map([['photo.jpg', () => Promise.resolve(path)]]))
}

describe.each(['begin-frame', 'capture-screenshot'] as const)('a page captured by %s', (capture) => {
  it('delivers exactly the frame that was asked for, 240 times out of 240', async () => {
    const folder = await tempFolder()
    await using slot = testSlot(folder, { capture, format: { type: 'jpeg', quality: 90 } })
    const page = await slot.page(noSignal)
    await page.open(await counterSite({ fps, frames: 240 }), noSignal)
    const pictures: Buffer[] = []
    for (let frame = 0; frame < 240; frame++) pictures.push(await page.frameAt((frame * 1000) / fps, noSignal))
    const path = join(folder, 'frames.mjpeg')
    await writeFile(path, Buffer.concat(pictures))
    expect(await readCounters(path, ['-f', 'mjpeg'])).toEqual(Array.from({ length: 240 }, (_, frame) => frame))
  })

  it('delivers frames in any order, also backwards', async () => {
    const folder = await tempFolder()
    await using slot = testSlot(folder, { capture })
    const page = await slot.page(noSignal)
    await page.open(await counterSite({ fps, frames: 240 }), noSignal)
    const asked = [100, 3, 239, 0, 0, 57]
    const path = join(folder, 'frames.png')
    const seen: (number | undefined)[] = []
    for (const frame of asked) {
      await writeFile(path, await page.frameAt((frame * 1000) / fps, noSignal))
      seen.push((await readCounters(path))[0])
    }
    expect(seen).toEqual(asked)
  })

  it.each(rasterScenes)('shows a frame %s alone as after all those before it', async (_name, makeSite) => {
    await using slot = testSlot(await tempFolder(), { capture, width: 320, height: 180 })
    const site = await makeSite()
    // A copy of the site is a new one for the page, which loads it again.
    const pagesOf = async (frames: readonly number[]) => {
      const page = await slot.page(noSignal)
      await page.open({ ...site }, noSignal)
      const pictures: string[] = []
      for (const frame of frames) pictures.push(hashOfBytes(await page.frameAt((frame * 1000) / fps, noSignal)))
      return pictures
    }
    const all = await pagesOf(Array.from({ length: 25 }, (_, frame) => frame))
    for (const frame of [7, 18, 24]) expect((await pagesOf([frame]))[0], `frame ${frame}`).toBe(all[frame])
  })

  it('repeats the picture of a page on which nothing moves', async () => {
    await using slot = testSlot(await tempFolder(), { capture })
    const page = await slot.page(noSignal)
    await page.open(await fixtureSite('still'), noSignal)
    const first = await page.frameAt(0, noSignal)
    for (const timeMs of [33, 66, 5000]) expect((await page.frameAt(timeMs, noSignal)).equals(first)).toBe(true)
  })
})

describe('a scene that is not ready', () => {
  it('is not drawn: Chromium would go on with the scale at which it has first drawn what moves', async () => {
    await using slot = testSlot(await tempFolder(), photoFrame)
    const pixelsAfter = async (scaleAtFirst: number) => {
      const style = '.big { font: 96px sans-serif; transform-origin: 0 0; will-change: transform; transform: scale(var(--scale)) }'
      const script = `document.querySelector('.big').style.setProperty('--scale', 0.37)`
      const body = `<p class="big" style="--scale: ${scaleAtFirst}">Large</p>`
      const page = await slot.page(noSignal)
      await page.open(await ownTemplate({ style, body, script }, { folder: await tempFolder(), size: photoFrame }), noSignal)
      const pixels = sharp(await page.frameAt(50, noSignal)).raw()
      return hashOfBytes(await pixels.toBuffer())
    }
    expect(await pixelsAfter(2)).toBe(await pixelsAfter(0.37))
  })
})

describe('a slot', () => {
  it('replaces a Chromium that is worn, and the frames stay the same', async () => {
    await using slot = testSlot(await tempFolder(), { wear: { frames: 10, memoryBytes: 2e9 } })
    const counter = await counterSite({ fps, frames: 240 })
    const hashes: string[] = []
    for (let chunk = 0; chunk < 3; chunk++) {
      const page = await slot.page(noSignal)
      await page.open(counter, noSignal)
      const hash = createHash('sha256')
      for (let frame = 0; frame < 12; frame++) {
        hash.update(await page.frameAt((frame * 1000) / fps, noSignal))
        slot.countFrame()
      }
      hashes.push(hash.digest('hex'))
    }
    expect(slot.starts).toBe(3)
    expect(new Set(hashes).size).toBe(1)
  })

  it('draws the same pixels beside another slot as alone', async () => {
    const folder = await tempFolder()
    const photo = await photoSite(folder)
    const pixelsOf = async (slot: CaptureSlot) => {
      const page = await slot.page(noSignal)
      await page.open(photo, noSignal)
      const hashes: string[] = []
      for (let frame = 0; frame < 30; frame++)
        hashes.push(
          hashOfBytes(
            await sharp(await page.frameAt(frame * 200, noSignal))
              .raw()
              .toBuffer(),
          ),
        )
      return hashes
    }
    await using first = testSlot(folder, photoFrame)
    await using second = testSlot(folder, photoFrame)
    const alone = await pixelsOf(first)
    const [again, beside] = await Promise.all([pixelsOf(first), pixelsOf(second)])
    expect(new Set(alone).size).toBe(30)
    expect(again).toEqual(alone)
    expect(beside).toEqual(alone)
  })

  it('is captured where there is a full Chromium alone: its picture has the size of the frame, and no window around it', async () => {
    const folder = await tempFolder()
    const photo = await photoSite(folder)
    const pictureBy = async (slot: CaptureSlot) => {
      const page = await slot.page(noSignal)
      await page.open(photo, noSignal)
      return sharp(await page.frameAt(4000, noSignal))
        .raw()
        .toBuffer({ resolveWithObject: true })
    }
    const chromium = findStreamChromium()
    if (!chromium) throw new Error('the tests have no full Chromium: run `npm run setup`')
    await using full = testSlot(folder, { ...photoFrame, chromium, capture: 'capture-screenshot' })
    await using shell = testSlot(folder, photoFrame)
    const [picture, expected] = await Promise.all([full, shell].map(pictureBy))
    expect(picture?.info).toMatchObject(photoFrame)
    expect(picture?.data.equals(expected?.data ?? Buffer.alloc(0))).toBe(true)
  })

  it('replaces a Chromium that takes too much memory', async () => {
    await using slot = testSlot(await tempFolder(), { wear: { frames: 1e6, memoryBytes: 1 } })
    await slot.page(noSignal)
    await slot.page(noSignal)
    expect(slot.starts).toBe(2)
  })
})
