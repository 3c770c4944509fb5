import type { FilmFindingKind } from '../film-check.ts'

/** Levels of a pixel, 0 to 255, as the file stores them. */
type Yuv = readonly [y: number, u: number, v: number]

/** What a pipeline does to all colours of a film when two of its parts do not mean the same by them. */
export type ColourError = {
  readonly kind: Extract<FilmFindingKind, 'range' | 'matrix' | 'colour'>
  readonly text: string
  readonly apply: (colour: Yuv) => Yuv
}

/** Shares of red and blue in luma. */
type Luma = { readonly red: number; readonly blue: number }

const bt601: Luma = { red: 0.299, blue: 0.114 }
const bt709: Luma = { red: 0.2126, blue: 0.0722 }
/** Levels of limited range from black to white, and of colour from one end to the other. */
const span = { luma: 219, chroma: 224 }

export const colourErrors: readonly ColourError[] = [
  {
    kind: 'range',
    text: 'the range is wrong: levels of limited range (16 to 235) were stretched to full range (0 to 255)',
    apply: ([y, u, v]) => [((y - 16) * 255) / span.luma, 128 + ((u - 128) * 255) / span.chroma, 128 + ((v - 128) * 255) / span.chroma],
  },
  {
    kind: 'range',
    text: 'the range is wrong: levels of full range (0 to 255) were squeezed into limited range (16 to 235)',
    apply: ([y, u, v]) => [16 + (y * span.luma) / 255, 128 + ((u - 128) * span.chroma) / 255, 128 + ((v - 128) * span.chroma) / 255],
  },
  {
    kind: 'matrix',
    text: 'the matrix is wrong: colours were coded by BT.601 and are shown by BT.709',
    apply: (colour) => coded(shown(colour, bt709), bt601),
  },
  {
    kind: 'matrix',
    text: 'the matrix is wrong: colours were coded by BT.709 and are shown by BT.601',
    apply: (colour) => coded(shown(colour, bt601), bt709),
  },
  { kind: 'colour', text: 'the two planes of colour are exchanged: red is blue', apply: ([y, u, v]) => [y, v, u] },
]

/** Red, green and blue from 0 to 1. */
function shown([y, u, v]: Yuv, { red, blue }: Luma): Yuv {
  const luma = (y - 16) / span.luma
  const r = luma + (2 * (1 - red) * (v - 128)) / span.chroma
  const b = luma + (2 * (1 - blue) * (u - 128)) / span.chroma
  return [r, (luma - red * r - blue * b) / (1 - red - blue), b]
}

function coded([r, g, b]: Yuv, { red, blue }: Luma): Yuv {
  const luma = red * r + (1 - red - blue) * g + blue * b
  return [16 + span.luma * luma, 128 + (span.chroma * (b - luma)) / (2 * (1 - blue)), 128 + (span.chroma * (r - luma)) / (2 * (1 - red))]
}
