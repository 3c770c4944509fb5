import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImageOrder } from '../../src/assets/image-order.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { fourColoursPicture } from '../support/four-colours.ts'
import { imageStore } from '../support/prepared-image.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

async function order(): Promise<ImageOrder> {
  const path = join(await tempFolder(), 'photo.png')
  await fourColoursPicture().png().toFile(path)
  return { image: await probeImage(path, 'photo.png', { decode: false }), width: 32, height: 24, background: '#000000' }
}

describe('ImageStore', () => {
  it('prepares an image once, however many ask at the same time', async () => {
    const { store, images, work } = await imageStore()
    const wanted = await order()
    const paths = await Promise.all(Array.from({ length: 20 }, () => store.prepare({ ...wanted })))
    expect(new Set(paths).size).toBe(1)
    expect(await readdir(images)).toHaveLength(1)
    expect(await readdir(work)).toEqual([])
  })

  it('finds an image again that an earlier render has prepared', async () => {
    const { store, images, work } = await imageStore()
    const wanted = await order()
    const path = await store.prepare(wanted)
    const before = await stat(path)
    // Gone, so that it cannot be prepared a second time.
    await rm(wanted.image.path)
    const later = new ImageStore(dataFolderAt(join(images, '..')), work)
    await expect(later.prepare(wanted)).resolves.toBe(path)
    expect((await stat(path)).ino).toBe(before.ino)
  })

  it('counts a use as a use, so that pruning lets go of others first', async () => {
    const { store, images, work } = await imageStore()
    const wanted = await order()
    const path = await store.prepare(wanted)
    const lastYear = new Date(Date.now() - 365 * 86_400_000)
    await utimes(path, lastYear, lastYear)
    await new ImageStore(dataFolderAt(join(images, '..')), work).prepare(wanted)
    expect((await stat(path)).mtimeMs).toBeGreaterThan(lastYear.getTime() + 1000)
  })

  it('keeps one file for each size and background', async () => {
    const { store, images } = await imageStore()
    const wanted = await order()
    await Promise.all([wanted, { ...wanted, width: 16 }, { ...wanted, background: '#ffffff' }].map((each) => store.prepare(each)))
    expect(await readdir(images)).toHaveLength(3)
  })

  it('blames the folder and not the photo when the prepared image cannot be put into its place', async () => {
    const { store, images } = await imageStore()
    await writeFile(images, 'a file where the folder should be')
    const error = await thrownBy(store.prepare(await order()))
    expect(error.code).toBe('OUTPUT_UNWRITABLE')
  })

  it('blames the folder and not the photo when there is nowhere to write', async () => {
    const data = dataFolderAt(await tempFolder())
    await mkdir(data.images)
    const error = await thrownBy(new ImageStore(data, join(data.root, 'none')).prepare(await order()))
    expect(error.code).toBe('OUTPUT_UNWRITABLE')
  })
})
