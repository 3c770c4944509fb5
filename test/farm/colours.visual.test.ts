import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import type { MethodWish } from '../../src/farm/methods.ts'
import { render } from '../support/render.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Rgb = readonly [number, number, number]

const size = { width: 640, height: 360 }
const barPx = 40
const bars: readonly Rgb[] = [
  ...([
    [0, 192, 0],
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 0],
    [0, 255, 255],
    [255, 0, 255],
    [200, 100, 50],
  ] as const),
  ...[0, 16, 64, 128, 180, 220, 240, 255].map((grey): Rgb => [grey, grey, grey]),
]

/** What a colour is in BT.709, limited range (ITU-R BT.709-6, section 3). */
function bt709([r, g, b]: Rgb): Rgb {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return [16 + (luma * 219) / 255, 128 + (((b - luma) / 1.8556) * 224) / 255, 128 + (((r - luma) / 1.5748) * 224) / 255]
}

async function writeBars(path: string): Promise<void> {
  const pixels = Buffer.alloc(size.width * size.height * 3)
  for (let pixel = 0; pixel < size.width * size.height; pixel++) {
    const bar = Math.floor((pixel % size.width) / barPx)
    pixels.set(bars[bar] ?? [0, 0, 0], pixel * 3)
  }
  await sharp(pixels, { raw: { ...size, channels: 3 } })
    .png()
    .toFile(path)
}

/** The code values in the middle of each bar in the film's tenth frame. */
async function codeValues(filmPath: string): Promise<readonly Rgb[]> {
  const args = ['-v', 'error', '-ss', '0.333', '-i', filmPath, '-frames:v', '1', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer' })
  const { width, height } = size
  const chroma = (plane: number, x: number) =>
    stdout[width * height + (plane * width * height) / 4 + (height / 4) * (width / 2) + Math.floor(x / 2)] ?? 0
  return bars.map((_, bar) => {
    const x = bar * barPx + barPx / 2
    return [stdout[(height / 2) * width + x] ?? 0, chroma(0, x), chroma(1, x)]
  })
}

async function renderImage(
  image: string,
  folder: string,
  { method, ...film }: { method: MethodWish; output: object; background?: string },
): Promise<string> {
  const kenBurns = { startScale: 1, endScale: 1, easing: 'linear' }
  const filmPath = join(folder, 'film.json')
  await writeFile(filmPath, JSON.stringify({ version: 1, ...film, scenes: [{ image, duration: 0.5, kenBurns }] }))
  return (await render({ filmPath, dataPath: folder, method })).output
}

describe('the colours of a film', () => {
  it.each([
    ['screenshot', 'draft'],
    ['screenshot', 'standard'],
    ['screenshot', 'high'],
    ['stream', 'draft'],
    ['stream', 'high'],
    ['layers', 'draft'],
    ['layers', 'high'],
    ['zoompan', 'standard'],
    ['crossfade', 'standard'],
  ] as const)('are those of the image, within 2 code values of BT.709, by %s in quality %s', async (method, quality) => {
    const folder = await tempFolder()
    await writeBars(join(folder, 'bars.png'))
    const values = await codeValues(await renderImage('bars.png', folder, { method, output: { ...size, quality } }))
    for (const [bar, rgb] of bars.entries()) {
      const expected = bt709(rgb)
      const off = expected.map((value, part) => Math.abs(value - (values[bar]?.[part] ?? 0)))
      expect(Math.max(...off), `bar ${rgb.join()} should be ${expected.map(Math.round).join()} and is ${values[bar]?.join()}`).toBeLessThanOrEqual(2)
    }
  })

  it.each(['screenshot', 'layers'] as const)('show the background through a transparent image, by %s', async (method) => {
    const folder = await tempFolder()
    await sharp({ create: { ...size, channels: 4, background: { r: 255, g: 255, b: 255, alpha: 0 } } })
      .png()
      .toFile(join(folder, 'clear.png'))
    const film = { method, output: { ...size, quality: 'standard' }, background: '#00c000' }
    const [value] = await codeValues(await renderImage('clear.png', folder, film))
    const off = bt709([0, 192, 0]).map((expected, part) => Math.abs(expected - (value?.[part] ?? 0)))
    expect(Math.max(...off)).toBeLessThanOrEqual(2)
  })
})
