import sharp from 'sharp'
import type { Picture } from './picture.ts'

/**
 * Decodes a PNG, a file or its bytes.
 * @throws the error of libvips where it is none, or ends too early
 */
export async function decodePng(png: string | Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(png, { failOn: 'truncated' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
