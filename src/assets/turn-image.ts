import sharp, { type Sharp } from 'sharp'

type Size = { readonly width: number; readonly height: number }
type Point = { readonly x: number; readonly y: number }

/** The size of an image after it is turned, clockwise. By a small angle it keeps its shape and loses its corners. */
export function turnedSize({ width, height }: Size, degrees: number): Size {
  if (degrees % 180 === 0) return { width, height }
  if (degrees === 90 || degrees === 270) return { width: height, height: width }
  const kept = keptPart({ width, height }, degrees)
  return { width: Math.max(1, Math.floor(width * kept)), height: Math.max(1, Math.floor(height * kept)) }
}

/** The size that has to be turned to give another; the other way round than `turnedSize`. */
export function sizeToTurn({ width, height }: Size, degrees: number): Size {
  if (degrees % 90 === 0) return turnedSize({ width, height }, degrees)
  const kept = keptPart({ width, height }, degrees)
  return { width: Math.ceil(width / kept), height: Math.ceil(height / kept) }
}

/** Where a point of an image, in 0..1, is after it is turned; one that is cut off is moved to the edge. */
export function turnedPoint({ x, y }: Point, size: Size, degrees: number): Point {
  const { sine, cosine } = directions(degrees)
  const [across, down] = [(x - 0.5) * size.width, (y - 0.5) * size.height]
  const turned = turnedSize(size, degrees)
  const within = (value: number) => Math.min(1, Math.max(0, value))
  return {
    x: within(0.5 + (across * cosine - down * sine) / turned.width),
    y: within(0.5 + (across * sine + down * cosine) / turned.height),
  }
}

/** Turns a picture and cuts it to `turnedSize`. The whole picture is held in memory. */
export async function turnImage(picture: Sharp, degrees: number): Promise<Sharp> {
  const upright = await rawOf(picture)
  if (degrees % 90 === 0) return upright.picture.rotate(degrees)
  const { sine, cosine } = directions(degrees)
  const matrix: [number, number, number, number] = [cosine, -sine, sine, cosine]
  const turned = await rawOf(upright.picture.affine(matrix, { interpolator: sharp.interpolators.bicubic }))
  const size = turnedSize(upright.size, degrees)
  const corner = { left: Math.round((turned.size.width - size.width) / 2), top: Math.round((turned.size.height - size.height) / 2) }
  return turned.picture.extract({ ...corner, ...size })
}

/** Pixels of each side that a turned picture's smoothed edge takes. */
const edge = 2

/** How much of each side is left of an image of the same shape inside the turned one. */
function keptPart({ width, height }: Size, degrees: number): number {
  const { sine, cosine } = directions(Math.abs(degrees))
  const [across, down] = [Math.max(1, width - 2 * edge), Math.max(1, height - 2 * edge)]
  return Math.min(across / (width * cosine + height * sine), down / (width * sine + height * cosine))
}

function directions(degrees: number): { sine: number; cosine: number } {
  const radians = (degrees * Math.PI) / 180
  return { sine: Math.sin(radians), cosine: Math.cos(radians) }
}

async function rawOf(picture: Sharp): Promise<{ picture: Sharp; size: Size }> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return { picture: sharp(data, { raw: { width, height, channels } }), size: { width, height } }
}
