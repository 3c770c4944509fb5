import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { hashOfBytes } from '../../src/shared/hash.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import { imageStore } from '../support/prepared-image.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

/** What the film calls it, which is not where it lies. */
const name = 'https://host/photos/holiday.jpg'

/** A picture that has something to compress on every row. */
async function noisyFile(format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif'): Promise<string> {
  const path = join(await tempFolder(), 'file')
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#808080', noise } })
    .toFormat(format)
    .toFile(path)
  return path
}

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(await tempFolder(), 'file')
  await writeFile(path, content)
  return path
}

async function cutInHalf(path: string): Promise<void> {
  await truncate(path, Math.floor((await readFile(path)).length / 2))
}

describe('probeImage', () => {
  it('says that a file is empty', async () => {
    const error = await thrownBy(probeImage(await fileOf(''), name, { decode: false }))
    expect(error).toMatchObject({ code: 'ASSET_INVALID', message: `${name} is empty (0 bytes)` })
  })

  it.each<[string, string | Buffer]>([
    ['text', 'this is no photo\n'.repeat(100)],
    ['a web page, as a login wall sends it', '<!doctype html><html><body>Please log in</body></html>'],
    ['zeros, as a broken download leaves them', Buffer.alloc(100_000)],
    ['the first bytes of a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['a film', Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex')],
    ['a drawing that is not closed', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect'],
  ])('refuses %s by the name that the film has for it', async (_what, content) => {
    const path = await fileOf(content)
    const error = await thrownBy(probeImage(path, name, { decode: false }))
    expect(error.code).toBe('ASSET_INVALID')
    expect(error.message).toMatch(/^https:\/\/host\/photos\/holiday\.jpg is not an image that can be used: ./)
    expect(error.message).not.toContain('\n')
  })

  it('names what may be used when a kind is known but not supported', async () => {
    const ppm = Buffer.concat([Buffer.from('P6\n2 2\n255\n'), Buffer.alloc(12)])
    const error = await thrownBy(probeImage(await fileOf(ppm), name, { decode: false }))
    expect(error.code).toBe('ASSET_INVALID')
    expect(error.message).toContain(name)
  })

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('finds half a %s when it decodes', async (format) => {
    const path = await noisyFile(format)
    await cutInHalf(path)
    const error = await thrownBy(probeImage(path, name, { decode: true }))
    expect(error.code).toBe('ASSET_INVALID')
    expect(error.message).toContain(`${name} is not an image that can be used: `)
  })

  it('finds a JPEG of which only the end is missing', async () => {
    const path = await noisyFile('jpeg')
    await truncate(path, (await readFile(path)).length - 500)
    expect((await thrownBy(probeImage(path, name, { decode: true }))).code).toBe('ASSET_INVALID')
  })

  it.each([
    ['an odd byte between its parts', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -2), Buffer.from([0]), bytes.subarray(-2)])],
    ['more data after its end, as motion photos have', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(5000, 'video')])],
  ])('takes a JPEG with %s, which every viewer opens', async (_what, change) => {
    const path = await noisyFile('jpeg')
    await writeFile(path, change(await readFile(path)))
    await expect(probeImage(path, name, { decode: true })).resolves.toMatchObject({ width: 400, height: 300 })
  })

  it('has one hash for one content, wherever it lies', async () => {
    const path = await noisyFile('jpeg')
    const copy = await fileOf(await readFile(path))
    const [first, second] = [await probeImage(path, 'a', { decode: false }), await probeImage(copy, 'b', { decode: true })]
    expect(second.hash).toBe(first.hash)
  })
})

describe('preparing a damaged image', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'fails by name for half a %s, also where only its first rows were looked at',
    async (format) => {
      const path = await noisyFile(format)
      const whole = await probeImage(path, name, { decode: false })
      await cutInHalf(path)
      const { store } = await imageStore()
      const half = { ...whole, hash: hashOfBytes(await readFile(path)) }
      const error = await thrownBy(store.prepare({ image: half, width: 200, height: 150, background: '#000000' }))
      expect(error.code).toBe('ASSET_INVALID')
      expect(error.message).toContain(`${name} is not an image that can be used: `)
    },
  )

  it('refuses a file that has been changed since it was looked into, whose hash would be a lie', async () => {
    const path = await noisyFile('jpeg')
    const image = await probeImage(path, name, { decode: false })
    await cutInHalf(path)
    const { store } = await imageStore()
    const error = await thrownBy(store.prepare({ image, width: 200, height: 150, background: '#000000' }))
    expect(error).toMatchObject({ code: 'ASSET_INVALID', message: `${name} was changed while the film was being rendered` })
  })
})
