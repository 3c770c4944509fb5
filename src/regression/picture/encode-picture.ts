import sharp from 'sharp'
import type { Picture } from './picture.ts'

/** Codes a picture as PNG, without loss; quickly rather than small. */
export async function encodePng({ width, height, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 3 })
    .toBuffer()
}
