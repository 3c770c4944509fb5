import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { colourStages } from '../../src/compositor/colour-filter.ts'
import { FrameCompositor } from '../../src/compositor/frame-compositor.ts'
import { Kernel } from '../../src/compositor/kernel.ts'
import { planesOfPixels, type Planes } from '../../src/compositor/planes.ts'
import { noSignal } from '../support/capture.ts'
import { ownTemplate } from '../support/own-template.ts'
import { sharedPage } from '../support/shared-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 640, height: 360 }
const openShared = sharedPage()
const kernel = new Kernel()

async function planesOfPng(png: Buffer): Promise<Planes> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return planesOfPixels({ data, width: info.width, height: info.height, channels: 3 })
}

async function photoPng(photo: string): Promise<Buffer> {
  return sharp(join(import.meta.dirname, '../../samples/photos', photo))
    .resize({ ...size, fit: 'cover' })
    .png()
    .toBuffer()
}

/** As Chromium draws it. */
async function shown(png: Buffer, filter: string): Promise<Planes> {
  const folder = await tempFolder()
  const path = join(folder, 'photo.png')
  await sharp(png).toFile(path)
  const page = {
    style: `img { display: block; filter: ${filter} }`,
    body: '<img src="../assets/photo.png">',
    script: `await document.querySelector('img').decode()
      if (getComputedStyle(document.querySelector('img')).filter !== '${filter}') throw new Error('computed otherwise')`,
  }
  const site = await ownTemplate(page, { folder, size, assets: new Map([['photo.png', () => Promise.resolve(path)]]) })
  return planesOfPng(await (await openShared(site, size)).frameAt(0, noSignal))
}

/** As the compositor draws it. */
async function drawn(png: Buffer, filter: string): Promise<readonly Uint8Array[]> {
  const compositor = new FrameCompositor(kernel, size, [await planesOfPng(png)], { frames: 1 })
  const [at = 0] = compositor.frames
  const placement = { scaleX: 1, scaleY: 1, x: 0, y: 0 }
  compositor.cover(at, { first: { raster: 0, placement }, second: null, weight: 0 }, 1, colourStages(filter) ?? [])
  const frame = new Uint8Array(kernel.memory.buffer, at, compositor.frameBytes)
  const luma = size.width * size.height
  return [frame.slice(0, luma), frame.slice(luma, (luma * 5) / 4), frame.slice((luma * 5) / 4)]
}

type Difference = { readonly mean: number; /** Of the means of blocks of 8x8 samples. */ readonly largestBlock: number }

function difference(one: Uint8Array, other: Uint8Array, width: number): Difference {
  const blocks = new Map<number, { sum: number; count: number }>()
  let sum = 0
  for (const [at, value] of one.entries()) {
    const off = value - (other[at] ?? 0)
    const key = Math.floor(at / width / 8) * 10_000 + Math.floor((at % width) / 8)
    const block = blocks.get(key) ?? { sum: 0, count: 0 }
    blocks.set(key, { sum: block.sum + off, count: block.count + 1 })
    sum += Math.abs(off)
  }
  return { mean: sum / one.length, largestBlock: Math.max(...[...blocks.values()].map((block) => Math.abs(block.sum) / block.count)) }
}

describe.each(['brook.jpg', 'umang.jpg'])('a photograph with a filter looks as in Chromium: %s', (photo) => {
  it.each([
    'brightness(0.7) saturate(1.2)',
    'brightness(1.3) saturate(1.4)',
    'sepia(0.8)',
    'hue-rotate(100deg)',
    'invert(1)',
    'contrast(1.4)',
    'grayscale(0.4) contrast(0.5)',
  ])('%s', async (filter) => {
    const png = await photoPng(photo)
    const [own, chromium] = [await drawn(png, filter), await shown(png, filter)]
    for (const [index, name] of (['y', 'u', 'v'] as const).entries()) {
      const { mean, largestBlock } = difference(own[index] ?? new Uint8Array(), chromium[name], name === 'y' ? size.width : size.width / 2)
      // Chromium filters pixels, of which planes have a quarter of the chroma: where a filter cuts much, that shows.
      expect(mean, `mean of ${name}`).toBeLessThan(0.8)
      expect(largestBlock, `largest block of ${name}`).toBeLessThan(2)
    }
  })
})

const fieldPx = 40

/** Fields of one colour each, light and dark, grey and not. */
async function fieldsPng(): Promise<Buffer> {
  const levels = [0, 90, 170, 255] as const
  const data = Buffer.alloc(size.width * size.height * 3)
  for (let pixel = 0; pixel < size.width * size.height; pixel++) {
    const field = Math.floor((pixel % size.width) / fieldPx) + Math.floor(pixel / size.width / fieldPx) * 7
    data.set(
      [field, field >> 2, field >> 4].map((part) => levels[part % 4] ?? 0),
      pixel * 3,
    )
  }
  return sharp(data, { raw: { ...size, channels: 3 } })
    .png()
    .toBuffer()
}

describe('fields of one colour', () => {
  it.each([
    'brightness(3) saturate(2)',
    'saturate(3) hue-rotate(90deg) brightness(0.6)',
    'contrast(3) invert(0.8) sepia(1)',
    'invert(0.3) brightness(2)',
  ])('are cut after each function as in Chromium: %s', async (filter) => {
    const png = await fieldsPng()
    const [own, chromium] = [await drawn(png, filter), await shown(png, filter)]
    const [columns, rows] = [size.width / fieldPx, size.height / fieldPx]
    for (let field = 0; field < columns * rows; field++) {
      const [x, y] = [((field % columns) + 0.5) * fieldPx, (Math.floor(field / columns) + 0.5) * fieldPx]
      const at = [y * size.width + x, ((y / 2) * size.width + x) / 2, ((y / 2) * size.width + x) / 2] as const
      const values = at.map((sample, plane) => own[plane]?.[sample] ?? 0)
      const off = (['y', 'u', 'v'] as const).map((name, plane) => Math.abs((chromium[name][at[plane] ?? 0] ?? 0) - (values[plane] ?? 0)))
      expect(Math.max(...off), `field ${field} is ${values.join()}`).toBeLessThanOrEqual(2)
    }
  })
})
