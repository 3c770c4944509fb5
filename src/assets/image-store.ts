import { rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { FramefarmError } from '../shared/errors.ts'
import { hashOfBytes } from '../shared/hash.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { storageError } from '../storage/storage-error.ts'
import { blurredBackdrop } from './blurred-backdrop.ts'
import { fileNameOf, keepsLoss, keepsTransparency, type ImageOrder } from './image-order.ts'
import { decodingTurns } from './pixel-turns.ts'
import { imageError, readImage } from './probe-image.ts'
import { makeFolder } from '../storage/make-folder.ts'
import { sizeToTurn, turnedSize, turnImage } from './turn-image.ts'

/** Chromium decodes it to four bytes a pixel in each slot; 40 million are 160 MB. */
const maxPixels = 40e6

/** Prepared images by the hash of their content and of how they are prepared. */
export class ImageStore {
  readonly #folder: string
  readonly #workFolder: string
  readonly #running = new Map<string, Promise<string>>()

  /** @param workFolder for unfinished files, on the same disk */
  constructor({ images }: Pick<DataFolder, 'images'>, workFolder: string) {
    this.#folder = images
    this.#workFolder = workFolder
  }

  /** The path of the prepared file. Prepares it once, however many ask. @throws ASSET_INVALID, DISK_FULL */
  async prepare(order: ImageOrder): Promise<string> {
    const name = fileNameOf(order)
    const running = this.#running.get(name) ?? this.#prepare(order, name)
    this.#running.set(name, running)
    return running
  }

  async #prepare(order: ImageOrder, name: string): Promise<string> {
    const path = join(this.#folder, name)
    if (await touched(path)) return path
    const { width, height } = order.image
    const bytes = await decodingTurns.run(width * height, () => preparedBytes(order))
    try {
      const unfinished = join(this.#workFolder, name)
      await writeFile(unfinished, bytes)
      await makeFolder(this.#folder)
      await rename(unfinished, path)
      return path
    } catch (cause) {
      throw storageError(`the prepared image ${path} could not be written`, cause)
    }
  }
}

async function preparedBytes(order: ImageOrder): Promise<Buffer> {
  const { path, name, hash } = order.image
  const bytes = await readImage(path, name)
  if (hashOfBytes(bytes) !== hash) throw new FramefarmError('ASSET_INVALID', `${name} was changed while the film was being rendered`)
  try {
    return await (await pipelineFor(order, bytes)).toBuffer()
  } catch (cause) {
    throw imageError(name, cause)
  }
}

async function pipelineFor(order: ImageOrder, bytes: Buffer): Promise<Sharp> {
  const { image, width, height, background, rotation = 0, isBackdrop = false } = order
  const isDrawing = image.format === 'svg'
  const wanted = isDrawing ? { width, height } : turnedSize(image, rotation)
  const scale = Math.min(1, width / wanted.width, Math.sqrt(maxPixels / (wanted.width * wanted.height)))
  const size = { width: Math.round(wanted.width * scale), height: Math.round(wanted.height * scale) }
  const unturned = sizeToTurn(size, rotation)
  const density = isDrawing && !isBackdrop ? await drawingDensity(bytes, image.width, unturned.width) : naturalDensity
  const upright = sharp(bytes, { density, failOn: 'warning' })
    .autoOrient()
    // Greys become colours before they are laid on a background that has one.
    .pipelineColourspace('srgb')
    .toColourspace('srgb')
  const laid = background === null || keepsTransparency(order) ? upright : upright.flatten({ background })
  const whole = isDrawing && rotation !== 0 && !isBackdrop ? laid.resize({ ...unturned, fit: 'fill', kernel: 'lanczos3' }) : laid
  const turned = rotation === 0 ? laid : await turnImage(whole, rotation)
  if (isBackdrop) return encoded(await blurredBackdrop(turned, { width, height }), order)
  const sized = isDrawing || scale < 1 ? turned.resize({ ...size, fit: 'fill', kernel: 'lanczos3' }) : turned
  return encoded(sized, order)
}

function encoded(picture: Sharp, order: ImageOrder): Sharp {
  if (!keepsLoss(order)) return picture.png({ compressionLevel: 3 })
  // 4:4:4, because what is halved here would be halved again in the film. The best code would make the file 1 to 8 % smaller
  // and need all coefficients at once: 45 MB for a photograph of 4 megapixels, and twice the time.
  return picture.jpeg({ quality: 96, chromaSubsampling: '4:4:4', optimiseCoding: false })
}

/** Dots per inch at which a drawing has the size that it says of itself. */
const naturalDensity = 72
/** What sharp takes. */
const maxDensity = 100_000

/**
 * The density at which a drawing comes out at least as wide as wanted. A drawing has no pixels of its own;
 * one measured in millimetres grows with the square of the density, as libvips and librsvg both apply it.
 */
async function drawingDensity(bytes: Buffer, width: number, wantedWidth: number): Promise<number> {
  const { width: atDouble } = await sharp(bytes, { density: naturalDensity * 2 }).metadata()
  const power = Math.max(1, Math.round(Math.log2(atDouble / width)))
  return Math.min(maxDensity, Math.max(1, Math.ceil(naturalDensity * (wantedWidth / width) ** (1 / power))))
}

/** Whether the file is there; if so it counts as used now, and pruning leaves it for longest. */
async function touched(path: string): Promise<boolean> {
  const now = new Date()
  try {
    await utimes(path, now, now)
    return true
  } catch {
    return false
  }
}
