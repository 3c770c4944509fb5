import { access, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { hasSystemCode } from '../shared/errors.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { storageError } from '../storage/storage-error.ts'
import { fileNameOf, keepsLoss, type ImageOrder } from './image-order.ts'
import { imageError } from './probe-image.ts'

/** Chromium decodes it to four bytes a pixel in each slot; 40 million are 160 MB. */
const maxPixels = 40e6

/** Prepared images by the hash of their content and of how they are prepared. */
export class ImageStore {
  readonly #folder: string
  readonly #workFolder: string
  readonly #running = new Map<string, Promise<string>>()

  /** @param workFolder for unfinished files, on the same disk */
  constructor({ images }: DataFolder, workFolder: string) {
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
    if (await exists(path)) return path
    const unfinished = join(this.#workFolder, name)
    try {
      await pipelineFor(order).toFile(unfinished)
      await mkdir(this.#folder, { recursive: true })
      await rename(unfinished, path)
      return path
    } catch (cause) {
      if (hasSystemCode(cause, 'ENOSPC') || /no space|unable to (write|close|flush)/i.test(String(cause))) {
        throw storageError(`the prepared image ${path} could not be written`, cause)
      }
      throw imageError(order.image.name, cause)
    }
  }
}

function pipelineFor({ image, width, height, background }: ImageOrder): Sharp {
  const scale = Math.min(1, width / image.width, Math.sqrt(maxPixels / (image.width * image.height)))
  const isDrawing = image.format === 'svg'
  // A drawing has no pixels of its own: it is drawn at the size that is needed (72 dots per inch is its natural one).
  const density = isDrawing ? Math.min(2400, Math.max(1, (72 * width) / image.width)) : 72
  const pipeline = sharp(image.path, { density, failOn: 'warning' }).autoOrient().toColourspace('srgb').flatten({ background })
  const size = isDrawing ? { width, height } : { width: Math.round(image.width * scale), height: Math.round(image.height * scale) }
  const sized = isDrawing || scale < 1 ? pipeline.resize({ ...size, fit: 'fill', kernel: 'lanczos3' }) : pipeline
  // 4:4:4, because what is halved here would be halved again in the film.
  return keepsLoss(image) ? sized.jpeg({ quality: 96, chromaSubsampling: '4:4:4' }) : sized.png({ compressionLevel: 3 })
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
