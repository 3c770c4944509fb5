import sharp, { type Sharp } from 'sharp'

type Size = { readonly width: number; readonly height: number }

/** It is blurred at an eighth of its size, which is as smooth and takes a sixtieth of the time. */
const reduction = 8
/** Standard deviation of the blur, in parts of the frame's shorter side. */
const blurPart = 0.04

/** The picture cut to a frame, blurred: what lies behind a photograph that does not fill the frame. */
export async function blurredBackdrop(picture: Sharp, { width, height }: Size): Promise<Sharp> {
  const small = { width: Math.ceil(width / reduction), height: Math.ceil(height / reduction) }
  const sigma = Math.max(0.3, (blurPart * Math.min(width, height)) / reduction)
  const { data, info } = await picture
    .resize({ ...small, fit: 'cover' })
    .blur(sigma)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }).resize({
    width,
    height,
    fit: 'fill',
    kernel: 'cubic',
  })
}
