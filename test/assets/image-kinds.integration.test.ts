import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { fourColours, fourColoursPicture, fourColoursSize } from '../support/four-colours.ts'
import { preparedImage } from '../support/prepared-image.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Prepared = Awaited<ReturnType<typeof preparedImage>>

async function prepared(picture: Sharp, name: string, wish?: Parameters<typeof preparedImage>[1]): Promise<Prepared> {
  const path = join(await tempFolder(), name)
  await picture.toFile(path)
  return preparedImage(path, wish)
}

/** The largest difference, in code values, of any of the four colours in the middle of its quarter. */
function colourFault({ colourAt }: Prepared): number {
  const found = [colourAt(0.25, 0.25), colourAt(0.75, 0.25), colourAt(0.25, 0.75), colourAt(0.75, 0.75)]
  return Math.max(...fourColours.flatMap((colour, quarter) => colour.map((value, channel) => Math.abs(value - (found[quarter]?.[channel] ?? 999)))))
}

function svg(attributes: string, content = ''): string {
  const [a, b, c, d] = fourColours.map((colour) => `rgb(${colour.join(',')})`)
  const rects = `<rect width="32" height="24" fill="${a}"/><rect x="32" width="32" height="24" fill="${b}"/>
    <rect y="24" width="32" height="24" fill="${c}"/><rect x="32" y="24" width="32" height="24" fill="${d}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content === '' ? rects : content}</svg>`
}

describe('a photograph', () => {
  it.each<[string, (picture: Sharp) => Sharp, string, number]>([
    ['JPEG', (picture) => picture.jpeg({ quality: 95 }), 'jpeg', 4],
    ['progressive JPEG', (picture) => picture.jpeg({ quality: 95, progressive: true }), 'jpeg', 4],
    // Ink has fewer colours: the way there and back costs some of them, but greens stay green.
    ['CMYK JPEG', (picture) => picture.toColourspace('cmyk').jpeg({ quality: 95 }), 'jpeg', 30],
    ['CMYK JPEG with its profile', (picture) => picture.toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 95 }), 'jpeg', 30],
    ['PNG', (picture) => picture.png(), 'png', 0],
    ['PNG with a palette', (picture) => picture.png({ palette: true }), 'png', 2],
    ['WebP', (picture) => picture.webp({ quality: 95 }), 'webp', 8],
    ['AVIF', (picture) => picture.avif({ quality: 90 }), 'heif', 8],
    ['GIF', (picture) => picture.gif(), 'gif', 4],
    ['TIFF', (picture) => picture.tiff({ compression: 'lzw' }), 'tiff', 0],
  ])('as %s keeps size and colours, and comes out as what Chromium shows', async (_kind, encode, format, tolerance) => {
    const result = await prepared(encode(fourColoursPicture()), `photo.${format}`)
    expect(result.probed).toMatchObject({ ...fourColoursSize, format })
    expect(result.metadata).toMatchObject({ ...fourColoursSize, space: 'srgb', depth: 'uchar', channels: 3, hasAlpha: false })
    expect(['jpeg', 'png']).toContain(result.metadata.format)
    expect(colourFault(result)).toBeLessThanOrEqual(tolerance)
  })

  it('is known by its content, not by the end of its name', async () => {
    const result = await prepared(fourColoursPicture().toFormat('png'), 'photo.dat')
    expect(result.probed.format).toBe('png')
  })

  it.each([
    ['GIF', 'gif'],
    ['WebP', 'webp'],
  ] as const)('that moves (%s) shows its first picture', async (_kind, format) => {
    const other = await sharp({ create: { ...fourColoursSize, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    const first = await fourColoursPicture().png().toBuffer()
    const result = await prepared(sharp([first, other], { join: { animated: true } }).toFormat(format), `photo.${format}`)
    expect(result.metadata).toMatchObject(fourColoursSize)
    expect(colourFault(result)).toBeLessThanOrEqual(30)
  })

  it('of 16 bits a channel comes out with 8, as bright as before', async () => {
    const pixels = Uint16Array.from({ length: 64 * 48 * 3 }, (_, index) => [46_260, 15_420, 12_850][index % 3] ?? 0)
    const picture = sharp(pixels, { raw: { width: 64, height: 48, channels: 3 } })
      .toColourspace('rgb16')
      .png()
    const result = await prepared(picture, 'photo.png')
    expect(result.metadata).toMatchObject({ depth: 'uchar', space: 'srgb' })
    expect(result.colourAt(0.5, 0.5)).toEqual([180, 60, 50])
  })

  it.each(['jpeg', 'png'] as const)('in greys (%s) keeps them', async (format) => {
    const picture = sharp({ create: { ...fourColoursSize, channels: 3, background: '#808080' } })
      .toColourspace('b-w')
      .toFormat(format)
    const result = await prepared(picture, `photo.${format}`)
    expect(
      result
        .colourAt(0.5, 0.5)
        .slice(0, 3)
        .every((value) => Math.abs(value - 128) <= 1),
    ).toBe(true)
  })

  it('of 16 bits in greys keeps them', async () => {
    const picture = sharp(new Uint16Array(64 * 48).fill(32_896), { raw: { width: 64, height: 48, channels: 1 } })
      .toColourspace('grey16')
      .png()
    const result = await prepared(picture, 'photo.png')
    expect(result.metadata.depth).toBe('uchar')
    expect(result.colourAt(0.5, 0.5)[0]).toBe(128)
  })

  it.each(['png', 'jpeg'] as const)('with a profile of a wider colour space (%s) comes out as sRGB', async (format) => {
    const wide = await fourColoursPicture().withIccProfile('p3').toFormat(format, { quality: 95 }).toBuffer()
    const stored = await sharp(wide, { ignoreIcc: true }).raw().toBuffer()
    expect(Math.abs((stored[0] ?? 0) - fourColours[0][0])).toBeGreaterThan(5)
    const result = await prepared(sharp(wide).keepIccProfile().toFormat(format, { quality: 95 }), `photo.${format}`)
    expect(colourFault(result)).toBeLessThanOrEqual(format === 'png' ? 2 : 5)
    expect(result.metadata.hasProfile).toBe(false)
  })
})

describe('a picture with transparent parts', () => {
  const half = { create: { ...fourColoursSize, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } } as const

  it.each(['png', 'webp', 'avif', 'gif', 'tiff'] as const)('(%s) lies on the background of the film', async (format) => {
    const result = await prepared(sharp(half).toFormat(format, format === 'tiff' ? { compression: 'lzw' } : { quality: 95 }), `logo.${format}`, {
      background: '#c86432',
    })
    const off = result.colourAt(0.5, 0.5).map((value, channel) => Math.abs(value - ([200, 100, 50][channel] ?? 0)))
    expect(Math.max(...off)).toBeLessThanOrEqual(2)
    expect(result.metadata.hasAlpha).toBe(false)
  })

  it('mixes with the background where it is half transparent', async () => {
    const picture = sharp({ create: { ...half.create, background: { r: 255, g: 255, b: 255, alpha: 0.5 } } }).png()
    const result = await prepared(picture, 'logo.png', { background: '#640000' })
    const off = result.colourAt(0.5, 0.5).map((value, channel) => Math.abs(value - ([178, 128, 128][channel] ?? 999)))
    expect(Math.max(...off)).toBeLessThanOrEqual(2)
  })

  it('in greys lies on a background that has colour', async () => {
    const pixels = Buffer.alloc(64 * 48 * 2)
    const picture = sharp(pixels, { raw: { width: 64, height: 48, channels: 2 } })
      .toColourspace('b-w')
      .png()
    const result = await prepared(picture, 'logo.png', { background: '#c86432' })
    expect(result.colourAt(0.5, 0.5)).toEqual([200, 100, 50])
  })
})

describe('a drawing (SVG)', () => {
  async function drawing(text: string, wish: Parameters<typeof preparedImage>[1]): Promise<Prepared> {
    const path = join(await tempFolder(), 'drawing.svg')
    await writeFile(path, text)
    return preparedImage(path, wish)
  }

  it.each([
    ['width="64" height="48"', 'in pixels'],
    ['width="64" height="48" viewBox="0 0 64 48"', 'in pixels and with a view box'],
    ['viewBox="0 0 64 48"', 'by its view box alone'],
    ['width="64mm" height="48mm" viewBox="0 0 64 48"', 'in millimetres'],
  ])('is drawn at the size that is needed, not enlarged from its own (%s: %s)', async (attributes) => {
    const result = await drawing(svg(attributes), { width: 1920, height: 1440 })
    expect(result.metadata).toMatchObject({ width: 1920, height: 1440, format: 'png' })
    if (attributes.includes('viewBox')) expect(colourFault(result)).toBeLessThanOrEqual(1)
  })

  it('has sharp edges, as only a drawing has that was not enlarged', async () => {
    const circle = svg('viewBox="0 0 10 10"', '<rect width="5" height="10" fill="#fff"/>')
    const { colourAt } = await drawing(circle, { width: 1000, height: 1000 })
    expect(colourAt(0.497, 0.5)).toEqual([255, 255, 255])
    expect(colourAt(0.503, 0.5)).toEqual([0, 0, 0])
  })

  it('lies on the background of the film', async () => {
    const { colourAt } = await drawing(svg('viewBox="0 0 10 10"', '<circle cx="5" cy="5" r="1"/>'), {
      width: 100,
      height: 100,
      background: '#c86432',
    })
    expect(colourAt(0.1, 0.1)).toEqual([200, 100, 50])
  })
})
