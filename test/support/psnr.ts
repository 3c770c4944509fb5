import sharp from 'sharp'

/** Peak signal-to-noise ratio of two pictures of one size, in decibels; Infinity where they are the same. */
export async function psnr(a: Buffer, b: Buffer): Promise<number> {
  const [first, second] = await Promise.all([a, b].map((bytes) => sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })))
  if (!first || !second || first.info.width !== second.info.width || first.info.height !== second.info.height) {
    throw new Error(`sizes differ: ${JSON.stringify([first?.info, second?.info])}`)
  }
  let sum = 0
  for (const [at, value] of first.data.entries()) sum += (value - (second.data[at] ?? 0)) ** 2
  return 10 * Math.log10((255 * 255 * first.data.length) / sum)
}
