import { hashOf } from '../shared/hash.ts'
import type { ProbedImage } from './probe-image.ts'

/** An image as a page wants it: upright, sRGB, opaque, and no larger than the camera can use. */
export type ImageOrder = {
  readonly image: ProbedImage
  /** Largest size at which the page shows it; an image with fewer pixels is not enlarged. */
  readonly width: number
  readonly height: number
  /** #rrggbb, behind transparent parts; null keeps them transparent. */
  readonly background: string | null
  /** Degrees by which it is turned, clockwise. */
  readonly rotation?: number
  /** Cut to exactly this size, and blurred. */
  readonly isBackdrop?: true
}

/** Of camera photographs; all others are kept without loss. */
const lossyFormats = ['jpeg', 'webp', 'heif']

/** Whether it is prepared as a JPEG. */
export function keepsLoss({ image: { format }, background }: ImageOrder): boolean {
  return background === null ? format === 'jpeg' : lossyFormats.includes(format)
}

/** Raised when images are prepared in another way, so that those of before are not taken for the same. */
const pipelineVersion = 1

/** The name of the prepared file: the same order has the same name on every machine. It is part of a chunk's hash. */
export function fileNameOf(order: ImageOrder): string {
  const { image, width, height, background, rotation, isBackdrop } = order
  const key = hashOf({ image: image.hash, width, height, background, rotation, isBackdrop, pipelineVersion })
  return `${key}.${keepsLoss(order) ? 'jpg' : 'png'}`
}
