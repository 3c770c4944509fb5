import sharp from 'sharp'

/**
 * What libvips may open at all: whatever else it has been built with (PDF, ImageMagick, raw camera files) is never handed a film's file.
 * Names of libvips' own classes; the one for HEIF reads AVIF.
 */
const allowed = ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif', 'Tiff', 'Svg'].map((name) => `VipsForeignLoad${name}`)

sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: allowed })

/** What the kinds of photographs begin with; a drawing (SVG) is text and begins with none of them. */
const beginnings: readonly RegExp[] = [
  /^ffd8ff/, // JPEG
  /^89504e470d0a1a0a/, // PNG
  /^474946383[79]61/, // GIF
  /^52494646.{8}57454250/, // WebP
  /^(?:49492a00|4d4d002a|49492b00|4d4d002b)/, // TIFF, BigTIFF
  /^.{8}66747970/, // AVIF
]

/** Whether a file is made of pixels, by its first bytes. */
export function isPhotograph(bytes: Buffer): boolean {
  const start = bytes.toString('hex', 0, 16)
  return beginnings.some((beginning) => beginning.test(start))
}
