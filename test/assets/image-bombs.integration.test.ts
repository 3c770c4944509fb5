import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodingTurns } from '../../src/assets/pixel-turns.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import { strictPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { imageStore } from '../support/prepared-image.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const name = 'https://host/photos/holiday.jpg'
const strict = { decode: true, limits: { maxPixels: strictPolicy.limits.maxImagePixels, drawings: 'refused' } } as const
const trusting = { decode: true } as const

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(await tempFolder(), 'file')
  await writeFile(path, content)
  return path
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A whole and valid PNG of one colour, black or white a pixel. */
function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(1, 8)
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', rows), pngChunk('IEND', Buffer.alloc(0))])
}

const svg = (inside: string, size = 'width="60" height="40"') => `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${inside}</svg>`

describe('an image that is larger than it looks', () => {
  it.each([
    ['from the command line', trusting, 200],
    ['of others', strict, 100],
  ])('is refused by its header: 900 megapixels in 110 KB (%s)', async (_whose, probing, most) => {
    const bomb = blackPng(30_000, 30_000)
    expect(bomb.length).toBeLessThan(150_000)
    const error = await thrownBy(probeImage(await fileOf(bomb), name, probing))
    expect(error).toMatchObject({
      code: 'ASSET_INVALID',
      message: `${name} has 30000 x 30000 pixels (900 million); an image may have up to ${most} million`,
    })
  })

  it('is refused as a drawing too', async () => {
    const error = await thrownBy(probeImage(await fileOf(svg('', 'width="30000" height="30000"')), name, trusting))
    expect(error.message).toContain('30000 x 30000 pixels')
  })

  it('waits until others are decoded, for many that are just within the limit are too much together', async () => {
    const path = await fileOf(blackPng(3000, 1000))
    const { store } = await imageStore()
    const image = await probeImage(path, name, { decode: false })
    const others = Promise.withResolvers<void>()
    const decoding = decodingTurns.run(strict.limits.maxPixels, () => others.promise)
    const done: string[] = []
    const work = [
      probeImage(path, name, strict).then(() => done.push('decoded')),
      probeImage(path, name, { decode: false, attention: true }).then(() => done.push('looked at')),
      store.prepare({ image, width: 100, height: 100, background: '#000000' }).then(() => done.push('prepared')),
    ]
    // What needs no pixels does not wait; after so much of it the others would be done as well.
    for (let count = 0; count < 20; count++) await probeImage(path, name, { decode: false })
    await sharp(blackPng(3000, 1000)).toBuffer()
    expect(done).toEqual([])
    others.resolve()
    await Promise.all([decoding, ...work])
    expect(done.toSorted()).toEqual(['decoded', 'looked at', 'prepared'])
  })

  it('is measured as it is turned, and one just within the limit is taken', async () => {
    const path = await fileOf(blackPng(3000, 1000))
    const limits = (maxPixels: number) => ({ decode: true, limits: { maxPixels, drawings: 'refused' as const } })
    await expect(probeImage(path, name, limits(3_000_000))).resolves.toMatchObject({ width: 3000, height: 1000 })
    await expect(probeImage(path, name, limits(2_999_999))).rejects.toMatchObject({ code: 'ASSET_INVALID' })
  })

  it.each(['gif', 'webp', 'tiff'] as const)('counts by its first picture where it has many (%s)', async (format) => {
    const [width, height, pages] = [500, 500, 30]
    const create = { width, height: height * pages, channels: 3 as const, background: '#345', pageHeight: height }
    const many = await sharp({ create }).toFormat(format).toBuffer()
    const limits = { maxPixels: width * height, drawings: 'refused' as const }
    const image = await probeImage(await fileOf(many), name, { decode: true, limits })
    expect(image).toMatchObject({ width, height })
    const { store } = await imageStore()
    const prepared = await store.prepare({ image, width: 100, height: 100, background: '#000000' })
    expect(await sharp(prepared).metadata()).toMatchObject({ height: 100 })
  })
})

describe('a drawing', () => {
  it.each([
    ['plain', svg('<rect width="9" height="9"/>')],
    ['with a declaration', `<?xml version="1.0"?>\n${svg('')}`],
    ['after a comment', `<!-- ${'x'.repeat(500)} -->${svg('')}`],
    ['with a byte order mark', `\uFEFF${svg('')}`],
  ])('of others is refused, for it is a program (%s)', async (_what, content) => {
    const error = await thrownBy(probeImage(await fileOf(content), name, strict))
    expect(error.message).toBe(`${name} is not an image that can be used here: use JPEG, PNG, WebP, AVIF, GIF or TIFF`)
    await expect(probeImage(await fileOf(content), name, trusting)).resolves.toMatchObject({ format: 'svg' })
  })

  it('of others that is refused is not repeated in the message', async () => {
    const error = await thrownBy(probeImage(await fileOf('<svg><secret></svg>'), name, strict))
    expect(error.message).not.toContain('secret')
  })

  it.each([
    ['an image', (path: string) => `<image href="file://${path}" width="60" height="40"/>`],
    ['an image by its path', (path: string) => `<image href="${path}" width="60" height="40"/>`],
    ['a part of another drawing', (path: string) => `<use href="file://${path}.svg#all"/>`],
    ['a style sheet', (path: string) => `<style>@import url("file://${path}.css");</style><rect width="60" height="40" fill="none" class="all"/>`],
  ])('of one’s own shows nothing of another file: %s', async (_what, inside) => {
    const folder = await tempFolder()
    const secret = join(folder, 'secret.png')
    await sharp({ create: { width: 60, height: 40, channels: 3, background: '#fff' } })
      .png()
      .toFile(secret)
    await writeFile(`${secret}.svg`, svg('<rect id="all" width="60" height="40" fill="#fff"/>'))
    await writeFile(`${secret}.css`, '.all { fill: #fff !important }')
    const image = await probeImage(await fileOf(svg(inside(secret))), name, trusting)
    const { store } = await imageStore()
    const prepared = await store.prepare({ image, width: 60, height: 40, background: '#000000' })
    expect((await sharp(prepared).stats()).channels.map(({ max }) => max)).toEqual([0, 0, 0])
  })

  it.each([
    ['reads a file', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'],
    [
      'grows without end',
      `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${'bcdefghijx'
        .split('')
        .map((to, at) => entity(to, 'abcdefghij'[at] ?? ''))
        .join('')}]>`,
    ],
  ])('of one’s own that %s by an entity is refused', async (_what, doctype) => {
    const error = await thrownBy(probeImage(await fileOf(`<?xml version="1.0"?>${doctype}${svg('<text y="15">&x;</text>')}`), name, trusting))
    expect(error.code).toBe('ASSET_INVALID')
  })
})

function entity(called: string, of: string): string {
  return `<!ENTITY ${called} "${`&${of};`.repeat(10)}">`
}

describe('libvips', () => {
  it.each<[string, string | Buffer]>([
    ['PDF', '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>'],
    ['PPM', Buffer.concat([Buffer.from('P6\n2 2\n255\n'), Buffer.alloc(12)])],
    ['an ImageMagick script', 'push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 "/etc/passwd"\npop graphic-context\n'],
    ['PostScript', '%!PS-Adobe-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n'],
    ['a matrix', '2 2\n1 2\n3 4\n'],
    ['a table', '1;2\n3;4\n'],
  ])('is not asked to open %s', async (_kind, content) => {
    for (const probing of [strict, trusting]) {
      expect((await thrownBy(probeImage(await fileOf(content), name, probing))).code).toBe('ASSET_INVALID')
    }
  })

  it('opens nothing but the kinds that films may have', async () => {
    const source = sharp({ create: { width: 4, height: 4, channels: 3, background: '#345' } })
    const path = join(await tempFolder(), 'picture.v')
    await source.toFile(path)
    await expect(sharp(path).metadata()).rejects.toThrow()
  })
})
