import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { filteredRows } from '../../src/compositor/filtered-rows.ts'
import { Kernel } from '../../src/compositor/kernel.ts'

const at = 4096

/** The pixels of a PNG, its filters undone by the kernel. */
function decode(png: Buffer): Buffer {
  const rows = filteredRows(png)
  if (!rows) throw new Error('it is RGBA')
  const { width, height, bytes } = rows
  const kernel = new Kernel()
  kernel.reserve(at + bytes.length + 64)
  const memory = new Uint8Array(kernel.memory.buffer)
  memory.set(bytes, at)
  memory[at + bytes.length] = 77
  kernel.call.unfilter(at, 4 * width + 1, height)
  expect(memory[at + bytes.length]).toBe(77)
  return Buffer.concat(Array.from({ length: height }, (_, row) => memory.slice(at + row * (4 * width + 1) + 1, at + (row + 1) * (4 * width + 1))))
}

function noise(length: number): Buffer {
  let seed = 3
  return Buffer.from(Array.from({ length }, () => ((seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >> 16) & 255))
}

/** A PNG whose rows have these filters, one after the other, of the bytes that they are given. */
function pngOf(width: number, filters: readonly number[], filtered: Buffer): Buffer {
  const rows = filters.map((filter, row) => Buffer.concat([Buffer.from([filter]), filtered.subarray(row * 4 * width, (row + 1) * 4 * width)]))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(filters.length, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), data])))
    return Buffer.concat([length, Buffer.from(type), data, crc])
  }
  const data = deflateSync(Buffer.concat(rows))
  const parts = [chunk('IHDR', header), chunk('IDAT', data.subarray(0, 20)), chunk('IDAT', data.subarray(20)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1'), ...parts])
}

describe('the pixels of a PNG', () => {
  it.each([[[0, 1, 2, 3, 4]], [[1, 1]], [[2, 2, 2]], [[3, 3]], [[4, 4, 4]], [[4, 0, 3, 2, 1, 2, 4, 3]]])(
    'are those that sharp reads, with filters %j',
    async (filters) => {
      for (const width of [1, 3, 4, 17]) {
        const png = pngOf(width, filters, noise(4 * width * filters.length))
        expect(decode(png).equals(await sharp(png).raw().toBuffer())).toBe(true)
      }
    },
  )

  it('are those of a picture as sharp writes it, filters chosen by itself', async () => {
    const pixels = noise(4 * 50 * 40)
    const png = await sharp(pixels, { raw: { width: 50, height: 40, channels: 4 } })
      .png({ adaptiveFiltering: true })
      .toBuffer()
    expect(decode(png).equals(pixels)).toBe(true)
  })

  it('are left to others where it is not RGBA of 8 bits', async () => {
    const grey = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123' } })
      .png()
      .toBuffer()
    expect(filteredRows(grey)).toBeNull()
  })

  it('are refused where it is cut off, too long, or no PNG', () => {
    const png = pngOf(4, [0, 0], noise(32))
    expect(() => filteredRows(Buffer.from('GIF89a, and more'))).toThrow('a picture of live layers is no PNG: it begins with 474946383961')
    expect(() => filteredRows(png.subarray(0, 60))).toThrow(/unexpected end of file/)
    const taller = Buffer.from(png)
    taller.writeUInt32BE(3, 20)
    expect(() => filteredRows(taller)).toThrow('a picture of live layers has 34 bytes of 51')
    const shorter = Buffer.from(png)
    shorter.writeUInt32BE(1, 20)
    expect(() => filteredRows(shorter)).toThrow(/larger than/)
  })
})
