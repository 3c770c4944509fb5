import { existsSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import { photoSizeOf, type SceneSize } from './bench-scene.ts'

const defaultName = 'brook.jpg'

/** The photo of the benchmark: in a checkout among the samples, in the published package beside the benchmark (scripts/build.ts). */
export function defaultPhoto(): string {
  const inCheckout = join(import.meta.dirname, '../../../samples/photos', defaultName)
  return existsSync(inCheckout) ? inCheckout : join(import.meta.dirname, '..', defaultName)
}

/**
 * Writes `source` as a JPEG of the size that the scene needs, cut to its shape, and returns the path.
 * @throws ASSET_INVALID
 */
export async function writePhoto(source: string, size: SceneSize, folder: string): Promise<string> {
  const path = join(folder, 'photo.jpg')
  try {
    await sharp(source)
      .rotate()
      .resize({ ...photoSizeOf(size), fit: 'cover' })
      .flatten({ background: '#000000' })
      .toColourspace('srgb')
      .jpeg({ quality: 95 })
      .toFile(path)
  } catch (cause) {
    throw new FramefarmError('ASSET_INVALID', `${source} is not an image that can be used: ${messageOf(cause)}`, { cause })
  }
  return path
}
