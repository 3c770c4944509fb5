import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fourColours, fourColoursPicture, fourColoursSize } from '../support/four-colours.ts'
import { preparedImage } from '../support/prepared-image.ts'
import { tempFolder } from '../support/temp-folder.ts'

const { width: W, height: H } = fourColoursSize

/**
 * Where the pixel that is stored at column x and row y belongs in the upright picture, by the words of the EXIF standard:
 * 6, for one, is "row 0 is the right-hand side, column 0 the top".
 */
const turns: Readonly<Record<number, (x: number, y: number) => readonly [number, number]>> = {
  1: (x, y) => [x, y],
  2: (x, y) => [W - 1 - x, y],
  3: (x, y) => [W - 1 - x, H - 1 - y],
  4: (x, y) => [x, H - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [W - 1 - y, x],
  7: (x, y) => [W - 1 - y, H - 1 - x],
  8: (x, y) => [y, H - 1 - x],
}

async function flatImage(width: number, height: number, format: 'jpeg' | 'png' | 'tiff' = 'jpeg'): Promise<string> {
  const path = join(await tempFolder(), `photo.${format}`)
  await sharp({ create: { width, height, channels: 3, background: '#3c6496' } })
    .toFormat(format, format === 'tiff' ? { compression: 'lzw' } : {})
    .toFile(path)
  return path
}

function isUpright({ colourAt }: Awaited<ReturnType<typeof preparedImage>>): boolean {
  const places = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const
  return places.every(([x, y], quarter) => colourAt(x, y).every((value, channel) => Math.abs(value - (fourColours[quarter]?.[channel] ?? 999)) <= 8))
}

describe('an image that a camera has turned', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is upright with EXIF orientation %i, and has the size of the upright picture', async (orientation) => {
    const path = join(await tempFolder(), 'photo.jpg')
    await fourColoursPicture(turns[orientation], orientation > 4)
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toFile(path)
    const result = await preparedImage(path)
    expect(result.probed).toMatchObject(fourColoursSize)
    expect(result.metadata).toMatchObject(fourColoursSize)
    expect(result.metadata.orientation ?? 1).toBe(1)
    expect(isUpright(result)).toBe(true)
  })

  it.each(['png', 'webp', 'tiff'] as const)('is upright as %s too', async (format) => {
    const path = join(await tempFolder(), `photo.${format}`)
    await fourColoursPicture(turns[6], true).withMetadata({ orientation: 6 }).toFormat(format).toFile(path)
    const result = await preparedImage(path)
    expect(result.probed).toMatchObject(fourColoursSize)
    expect(isUpright(result)).toBe(true)
  })

  it('is made smaller by its upright width', async () => {
    const path = join(await tempFolder(), 'photo.jpg')
    await fourColoursPicture(turns[8], true).withMetadata({ orientation: 8 }).jpeg({ quality: 95 }).toFile(path)
    const result = await preparedImage(path, { width: W / 2, height: H / 2 })
    expect(result.metadata).toMatchObject({ width: W / 2, height: H / 2 })
    expect(isUpright(result)).toBe(true)
  })
})

describe('the size of a prepared image', () => {
  it.each([
    ['is never larger than its own', [600, 400], [2208, 1472], [600, 400]],
    ['is what is asked for where that is smaller', [6000, 4000], [2208, 1472], [2208, 1472]],
    ['is its own where that is asked for', [600, 400], [600, 400], [600, 400]],
    ['keeps its shape where the camera needs a pixel more, rounded up', [5999, 4001], [2207, 1472], [2207, 1472]],
    ['may be a single pixel', [1, 1], [1920, 1920], [1, 1]],
  ] as const)('%s', async (_what, [width, height], [askedWidth, askedHeight], [expectedWidth, expectedHeight]) => {
    const { metadata } = await preparedImage(await flatImage(width, height), { width: askedWidth, height: askedHeight })
    expect(metadata).toMatchObject({ width: expectedWidth, height: expectedHeight })
  })

  it('of 50 million pixels is what the camera can use', async () => {
    const path = await flatImage(8660, 5774)
    const { probed, metadata } = await preparedImage(path, { width: 2208, height: 1473 })
    expect(probed).toMatchObject({ width: 8660, height: 5774 })
    expect(metadata).toMatchObject({ width: 2208, height: 1472 })
  })

  it('is bounded where the camera could use more than Chromium can hold', async () => {
    const { metadata } = await preparedImage(await flatImage(8660, 5774), { width: 30_720, height: 20_482 })
    expect(metadata.width * metadata.height).toBeLessThanOrEqual(40.1e6)
    expect(metadata.width / metadata.height).toBeCloseTo(8660 / 5774, 3)
  })

  it.each([
    [20_000, 200, 'jpeg'],
    [200, 20_000, 'jpeg'],
    // More than a JPEG can be wide.
    [70_000, 100, 'png'],
    [70_000, 100, 'tiff'],
  ] as const)('of %i x %i (%s) stays, for all that it is long and thin', async (width, height, format) => {
    const { metadata, colourAt } = await preparedImage(await flatImage(width, height, format))
    expect(metadata).toMatchObject({ width, height })
    expect(colourAt(0.99, 0.99).every((value, channel) => Math.abs(value - ([60, 100, 150][channel] ?? 999)) <= 2)).toBe(true)
  })

  it('is bounded for a drawing too, which could be drawn at any size', async () => {
    const path = join(await tempFolder(), 'drawing.svg')
    await writeFile(path, '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="50" height="50"/></svg>')
    const { metadata } = await preparedImage(path, { width: 7680, height: 7680 })
    expect(metadata.width * metadata.height).toBeLessThanOrEqual(40.1e6)
  })
})
