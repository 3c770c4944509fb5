import { stat } from 'node:fs/promises'
import sharp, { type Metadata } from 'sharp'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { hashOfFile } from '../shared/hash.ts'

/** An image as it is on disk. Width and height are those of the upright picture, in pixels. */
export type ProbedImage = {
  readonly path: string
  /** What the film calls it, for messages. */
  readonly name: string
  /** SHA-256 of the file. */
  readonly hash: string
  readonly width: number
  readonly height: number
  readonly format: string
}

/** What sharp calls the kinds of image that a film may use. `heif` is AVIF here; HEIC needs a codec that is not free. */
const formats = ['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff', 'svg']

/**
 * @param decode whether to decode it to its last row, which finds truncated files
 * @throws ASSET_INVALID where it is empty, no image, truncated, or of a kind that is not supported
 */
export async function probeImage(path: string, name: string, { decode }: { decode: boolean }): Promise<ProbedImage> {
  const { size } = await stat(path)
  if (size === 0) throw new FramefarmError('ASSET_INVALID', `${name} is empty (0 bytes)`)
  const metadata = await metadataOf(path, name)
  const { format, autoOrient } = metadata
  if (!formats.includes(format)) {
    throw new FramefarmError('ASSET_INVALID', `${name} is of the kind ${format}; use JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG`)
  }
  if (decode) await decodeWhole(path, name)
  return { path, name, hash: await hashOfFile(path), width: autoOrient.width, height: autoOrient.height, format }
}

async function metadataOf(path: string, name: string): Promise<Metadata> {
  try {
    return await sharp(path).metadata()
  } catch (cause) {
    throw imageError(name, cause)
  }
}

async function decodeWhole(path: string, name: string): Promise<void> {
  try {
    await sharp(path, { failOn: 'warning' }).stats()
  } catch (cause) {
    throw imageError(name, cause)
  }
}

/** libvips' reason in one line, with the name that the film has for the file. */
export function imageError(name: string, cause: unknown): FramefarmError {
  return new FramefarmError('ASSET_INVALID', `${name} is not an image that can be used: ${messageOf(cause).split('\n')[0]}`, { cause })
}
