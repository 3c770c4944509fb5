import { readFile, stat } from 'node:fs/promises'
import sharp, { type Metadata } from 'sharp'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { hashOfBytes } from '../shared/hash.ts'
import { findAttention, type ImagePoint } from './find-attention.ts'
import { isPhotograph } from './image-decoders.ts'
import { decodingTurns } from './pixel-turns.ts'

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
  /** What catches the eye in the upright picture; only where it was asked for. */
  readonly attention?: ImagePoint
}

/** What sharp calls the kinds of image that a film may use. `heif` is AVIF here; HEIC needs a codec that is not free. */
const formats = ['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff', 'svg']

/** A TIFF of 50 megapixels with 16 bits a channel has 300 MB. */
const maxFileBytes = 512e6

type ImageLimits = {
  /** Width times height, as the header says it. */
  readonly maxPixels: number
  /** A drawing (SVG) is a program: a few bytes of filters can take a core for hours. */
  readonly drawings: 'allowed' | 'refused'
}

type Probing = {
  /** Whether to decode it to its last row, which finds truncated files. */
  readonly decode: boolean
  /** Whether to look for what catches the eye in it. */
  readonly attention?: boolean
  readonly limits?: ImageLimits
}

const usualLimits: ImageLimits = { maxPixels: 200e6, drawings: 'allowed' }

/**
 * Looks into an image. Nothing is decoded before its header has passed the limits; of an animation or of several pages only the first counts.
 * @throws ASSET_INVALID where it is empty, no image, truncated, too large, or of a kind that is not supported
 */
export async function probeImage(path: string, name: string, { decode, attention = false, limits = usualLimits }: Probing): Promise<ProbedImage> {
  const bytes = await readImage(path, name)
  if (limits.drawings === 'refused' && !isPhotograph(bytes)) {
    throw new FramefarmError('ASSET_INVALID', `${name} is not an image that can be used here: use JPEG, PNG, WebP, AVIF, GIF or TIFF`)
  }
  const { format, autoOrient } = await metadataOf(bytes, name)
  if (!formats.includes(format)) {
    throw new FramefarmError('ASSET_INVALID', `${name} is of the kind ${format}; use JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG`)
  }
  refuseTooManyPixels(autoOrient, name, limits)
  const pixels = autoOrient.width * autoOrient.height
  if (decode) await decodingTurns.run(pixels, () => decodeWhole(bytes, name))
  const found = attention ? { attention: await decodingTurns.run(pixels, () => attentionOf(bytes, name)) } : {}
  return { path, name, hash: hashOfBytes(bytes), width: autoOrient.width, height: autoOrient.height, format, ...found }
}

/**
 * An image file in memory. Never handed to libvips by its path: it would map the file, and a file that is cut short
 * meanwhile ends the whole process (SIGBUS).
 * @throws ASSET_INVALID where it is empty or too large, ASSET_UNAVAILABLE where it cannot be read
 */
export async function readImage(path: string, name: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size === 0) throw new FramefarmError('ASSET_INVALID', `${name} is empty (0 bytes)`)
    if (size > maxFileBytes)
      throw new FramefarmError('ASSET_INVALID', `${name} has ${size / 1e6} MB; an image may have up to ${maxFileBytes / 1e6} MB`)
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof FramefarmError) throw cause
    throw new FramefarmError('ASSET_UNAVAILABLE', `${name} could not be read: ${messageOf(cause)}`, { cause })
  }
}

async function metadataOf(bytes: Buffer, name: string): Promise<Metadata> {
  try {
    // Its own limit is taken away here so that ours can say what is wrong: a header decodes nothing.
    return await sharp(bytes, { limitInputPixels: false }).metadata()
  } catch (cause) {
    throw imageError(name, cause)
  }
}

function refuseTooManyPixels({ width, height }: { readonly width: number; readonly height: number }, name: string, { maxPixels }: ImageLimits): void {
  if (width * height <= maxPixels) return
  const megapixels = Math.round((width * height) / 1e6)
  throw new FramefarmError(
    'ASSET_INVALID',
    `${name} has ${width} x ${height} pixels (${megapixels} million); an image may have up to ${maxPixels / 1e6} million`,
  )
}

async function attentionOf(bytes: Buffer, name: string): Promise<ImagePoint> {
  try {
    return await findAttention(bytes)
  } catch (cause) {
    throw imageError(name, cause)
  }
}

async function decodeWhole(bytes: Buffer, name: string): Promise<void> {
  try {
    // Every row is read for a picture of a few pixels. `stats()` would do as well, but once in a dozen runs it has not told of a truncated JPEG.
    await sharp(bytes, { failOn: 'warning' }).resize({ width: 8, height: 8, fit: 'fill', fastShrinkOnLoad: false }).raw().toBuffer()
  } catch (cause) {
    throw imageError(name, cause)
  }
}

/** libvips' reason in one line, with the name that the film has for the file. */
export function imageError(name: string, cause: unknown): FramefarmError {
  const [reason = ''] = messageOf(cause).split('\n')
  // What libvips was warned of is kept for the whole process: beside other images it may have gone with one of those.
  const told = reason.startsWith('Warning treated as error') ? 'premature end or damaged data' : reason
  return new FramefarmError('ASSET_INVALID', `${name} is not an image that can be used: ${told}`, { cause })
}
