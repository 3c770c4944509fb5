import sharp, { type Sharp } from 'sharp'

type Colour = readonly [red: number, green: number, blue: number]

/** Within what ink can show, so that they survive CMYK. Left above, right above, left below, right below. */
export const fourColours: readonly [Colour, Colour, Colour, Colour] = [
  [180, 60, 50],
  [70, 140, 80],
  [60, 80, 150],
  [200, 200, 190],
]

export const fourColoursSize = { width: 64, height: 48 }

/** Where the pixel that is stored at a place belongs in the upright picture, by EXIF orientation. */
type Turn = (x: number, y: number) => readonly [number, number]

/** A picture with a colour in each quarter: which way up it is shows. */
export function fourColoursPicture(turn: Turn = (x, y) => [x, y], isTurned = false): Sharp {
  const { width, height } = isTurned ? { width: fourColoursSize.height, height: fourColoursSize.width } : fourColoursSize
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels.set(colourAt(...turn(x, y)), (y * width + x) * 3)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

function colourAt(x: number, y: number): Colour {
  const [leftAbove, rightAbove, leftBelow, rightBelow] = fourColours
  const isLeft = x < fourColoursSize.width / 2
  if (y < fourColoursSize.height / 2) return isLeft ? leftAbove : rightAbove
  return isLeft ? leftBelow : rightBelow
}
