import { mkdir } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp, { type Metadata } from 'sharp'
import type { ImageOrder } from '../../src/assets/image-order.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { probeImage, type ProbedImage } from '../../src/assets/probe-image.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { tempFolder } from './temp-folder.ts'

type PreparedImage = {
  readonly probed: ProbedImage
  readonly path: string
  readonly metadata: Metadata
  /** Red, green and blue at a place that is given from 0 to 1. */
  readonly colourAt: (x: number, y: number) => readonly number[]
}

type Wish = Partial<Omit<ImageOrder, 'image'>>

/** An image looked into and prepared as for a render, in a folder of its own. */
export async function preparedImage(
  path: string,
  { width = 1_000_000, height = 1_000_000, background = '#000000', ...more }: Wish = {},
): Promise<PreparedImage> {
  const probed = await probeImage(path, basename(path), { decode: true })
  const { store } = await imageStore()
  const prepared = await store.prepare({ image: probed, width, height, background, ...more })
  const { data, info } = await sharp(prepared).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const colourAt = (x: number, y: number) => {
    const start = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    return [...data.subarray(start, start + info.channels)]
  }
  return { probed, path: prepared, metadata: await sharp(prepared).metadata(), colourAt }
}

/** An empty store for one test, and the folder of its unfinished files. */
export async function imageStore(): Promise<{ store: ImageStore; images: string; work: string }> {
  const data = dataFolderAt(await tempFolder())
  await mkdir(data.work)
  return { store: new ImageStore(data, data.work), images: data.images, work: data.work }
}
