import type { Finding } from '../verdict.ts'

/** Red, green and blue of a pixel as three linear sums and a constant: 3 rows of 4. */
export type ColourMap = readonly (readonly [number, number, number, number])[]

/** A mistake of colour that has a name, and what it makes of colours. */
export type ColourMistake = { readonly findings: readonly Finding[]; readonly map: ColourMap }

type Matrix = readonly (readonly number[])[]
/** Weights of red and blue in luma. */
type Primaries = { readonly name: string; readonly red: number; readonly blue: number }

const bt709: Primaries = { name: 'BT.709', red: 0.2126, blue: 0.0722 }
const bt601: Primaries = { name: 'BT.601', red: 0.299, blue: 0.114 }
const bt2020: Primaries = { name: 'BT.2020', red: 0.2627, blue: 0.0593 }

type Range = { readonly findings: readonly Finding[]; readonly luma: number; readonly chroma: number; readonly offset: number }

const ranges: readonly Range[] = [
  { findings: [], luma: 1, chroma: 1, offset: 0 },
  {
    findings: [{ kind: 'range', text: 'looks as if full range was taken for limited range: too much contrast' }],
    luma: 255 / 219,
    chroma: 255 / 224,
    offset: (-16 * 255) / 219,
  },
  {
    findings: [{ kind: 'range', text: 'looks as if limited range was taken for full range: too little contrast' }],
    luma: 219 / 255,
    chroma: 224 / 255,
    offset: 16,
  },
]

const decodings: readonly (readonly [encodedBy: Primaries, decodedBy: Primaries])[] = [
  [bt709, bt709],
  [bt709, bt601],
  [bt601, bt709],
  [bt709, bt2020],
  [bt2020, bt709],
]

/** What goes wrong when a film's colours are coded and decoded by different rules: every matrix with every range, but the right one. */
export const colourMistakes: readonly ColourMistake[] = decodings.flatMap(([encodedBy, decodedBy]) =>
  ranges.flatMap((range) => {
    const isRight = encodedBy === decodedBy
    if (isRight && range.findings.length === 0) return []
    const matrix: Finding = { kind: 'matrix', text: `looks as if decoded by ${decodedBy.name} instead of ${encodedBy.name}` }
    return [{ findings: [...(isRight ? [] : [matrix]), ...range.findings], map: mapOf(encodedBy, decodedBy, range) }]
  }),
)

function mapOf(encodedBy: Primaries, decodedBy: Primaries, { luma, chroma, offset }: Range): ColourMap {
  const coded = encoding(encodedBy).map((row, at) => row.map((value) => value * (at === 0 ? luma : chroma)))
  return product(decoding(decodedBy), coded).map(([red = 0, green = 0, blue = 0]) => [red, green, blue, offset] as const)
}

/** R'G'B' to luma and the two differences of colour, without scaling those. */
function encoding({ red, blue }: Primaries): Matrix {
  const green = 1 - red - blue
  return [
    [red, green, blue],
    [-red / (2 - 2 * blue), -green / (2 - 2 * blue), 0.5],
    [0.5, -green / (2 - 2 * red), -blue / (2 - 2 * red)],
  ]
}

function decoding({ red, blue }: Primaries): Matrix {
  const green = 1 - red - blue
  return [
    [1, 0, 2 - 2 * red],
    [1, (-(2 - 2 * blue) * blue) / green, (-(2 - 2 * red) * red) / green],
    [1, 2 - 2 * blue, 0],
  ]
}

function product(first: Matrix, second: Matrix): Matrix {
  return first.map((row) => row.map((_value, column) => row.reduce((sum, value, at) => sum + value * (second[at]?.[column] ?? 0), 0)))
}
