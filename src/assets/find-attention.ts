import sharp from 'sharp'

/** A point of an image, in 0..1 from its left and top. */
export type ImagePoint = { readonly x: number; readonly y: number }

/** Enough for what catches the eye; the strategy itself looks at 32 pixels. */
const lookedAt = 320
/** The window that is moved over the image, as a part of its longer side: narrow, so that small things count. */
const windowPart = 0.3

/**
 * Where the eye goes first in an image: sharp's attention strategy looks for skin, strong colours and edges.
 * The same image has the same point, whatever the frame is.
 */
export async function findAttention(bytes: Buffer): Promise<ImagePoint> {
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .toColourspace('srgb')
    .flatten()
    .resize({ width: lookedAt, height: lookedAt, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const part = (length: number) => Math.max(1, Math.round(length * windowPart))
  const window = width >= height ? { width: part(width), height } : { width, height: part(height) }
  const small = sharp(data, { raw: { width, height, channels } })
  const found = await small
    .resize({ ...window, fit: 'cover', position: sharp.strategy.attention })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { attentionX = width / 2, attentionY = height / 2 } = found.info
  return { x: attentionX / width, y: attentionY / height }
}
