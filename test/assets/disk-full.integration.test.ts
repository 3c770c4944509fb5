import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ImageStore } from '../../src/assets/image-store.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { fetchSource } from '../../src/storage/fetch/fetch-source.ts'
import { trusting } from '../support/fetch-order.ts'
import { serve } from '../support/loopback.ts'
import { canMount, smallDisk } from '../support/small-disk.ts'
import { sourceOf } from '../support/source-of.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

/** Of more than 2 MB when it is prepared, in either format. */
async function noisyImage(format: 'jpeg' | 'png'): Promise<string> {
  const path = join(await tempFolder(), `photo.${format}`)
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#808080', noise } })
    .toFormat(format, format === 'jpeg' ? { quality: 96 } : {})
    .toFile(path)
  return path
}

/** Takes all but so many bytes of the small disk. */
async function fill(disk: string, leftBytes: number): Promise<void> {
  await writeFile(join(disk, 'filler'), Buffer.alloc(1024 * 1024 - leftBytes))
}

describe.skipIf(!canMount())('on a full disk (skipped where this user may not mount one)', () => {
  it.each(['jpeg', 'png'] as const)('an image (%s) that cannot be prepared is not called a bad image', async (format) => {
    const data = dataFolderAt(await smallDisk())
    await mkdir(data.work)
    const image = await probeImage(await noisyImage(format), 'photo', { decode: false })
    const error = await thrownBy(new ImageStore(data, data.work).prepare({ image, width: 1600, height: 1200, background: '#000000' }))
    expect(error).toMatchObject({ code: 'DISK_FULL', exitCode: 7 })
    expect(error.hint).toContain('FRAMEFARM_DATA')
    expect(await readdir(data.root)).not.toContain('images')
  })

  it('a download that does not fit is not called unavailable', async () => {
    const disk = await smallDisk()
    const host = await serve((_request, response) => response.end(Buffer.alloc(3_000_000)))
    const error = await thrownBy(fetchSource(sourceOf(`${host}/photo.jpg`), trusting(disk)))
    expect(error.code).toBe('DISK_FULL')
    expect(error.message).toContain(`${host}/photo.jpg could not be stored`)
  })

  it('a chunk whose seal cannot be written is never taken for a finished one', async () => {
    const data = dataFolderAt(await smallDisk())
    await mkdir(data.work)
    await mkdir(data.chunks)
    const finished = join(data.work, 'finished.mp4')
    await writeFile(finished, Buffer.alloc(4096))
    await fill(data.root, 4096)
    const store = new ChunkStore(data)
    const error = await thrownBy(store.add('a'.repeat(64), finished, 240))
    expect(error.code).toBe('DISK_FULL')
    await expect(store.find('a'.repeat(64), 240)).resolves.toBeNull()
  })
})
