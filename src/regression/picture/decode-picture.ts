import sharp from 'sharp'
import type { Picture } from './picture.ts'

/**
 * Decodes a PNG, a file or its bytes.
 * @throws the error of libvips where it is none, or ends too early
 */
export async function decodePng(png: string | Uint8Array): Promise<Picture> {
  if (typeof png !== 'string' && isPointer(png)) throw new Error('it is a pointer of Git LFS, whose file `git lfs pull` gets')
  const { data, info } = await sharp(png, { failOn: 'truncated' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** Where Git LFS keeps a file, a text of three lines lies in its place. */
function isPointer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1').startsWith('version https://git-lfs')
}
