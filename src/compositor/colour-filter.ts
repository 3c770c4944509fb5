/**
 * Three rows (red, green, blue) of four numbers: the weights of red, green and blue, which go from 0 to 1 as sRGB codes them, and a constant.
 */
export type ColourMatrix = readonly number[]

/** As the filter `none`. */
export const unchanged: ColourMatrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]

/**
 * What a computed CSS `filter` does to colours: a matrix for each of its functions, in order; each one's result is cut to 0..1 before the next.
 * null where a function does more than that to a pixel, as `blur()` does, or is not known.
 * Matrices: https://www.w3.org/TR/filter-effects-1/#ShorthandEquivalents
 */
export function colourStages(filter: string): readonly ColourMatrix[] | null {
  if (filter.trim() === 'none') return []
  const stages: ColourMatrix[] = []
  for (const [, name = '', argument = ''] of filter.matchAll(functions)) {
    const matrix = matrices.get(name)?.(argument.trim())
    if (!matrix?.every(Number.isFinite)) return null
    stages.push(matrix)
  }
  return stages.length > 0 && filter.replaceAll(functions, '').trim() === '' ? stages : null
}

/** With a plain argument: those of url() and drop-shadow() may hold brackets. */
const functions = /([a-z-]+)\(([^()]*)\)/g

const matrices = new Map<string, (argument: string) => ColourMatrix>(
  Object.entries({
    brightness: (argument: string) => linear(amountOf(argument), 0),
    contrast: (argument: string) => linear(amountOf(argument), 0.5 - 0.5 * amountOf(argument)),
    invert: (argument: string) => linear(1 - 2 * shareOf(argument), shareOf(argument)),
    saturate: (argument: string) => towards([0.213, 0.715, 0.072], amountOf(argument)),
    grayscale: (argument: string) => towards([0.2126, 0.7152, 0.0722], 1 - shareOf(argument)),
    sepia: (argument: string) => sepia(shareOf(argument)),
    'hue-rotate': (argument: string) => hueRotation(radiansOf(argument)),
  }),
)

/** All three channels alike. */
function linear(slope: number, constant: number): ColourMatrix {
  return [slope, 0, 0, constant, 0, slope, 0, constant, 0, 0, slope, constant]
}

/** From a grey of these weights (0) to the colour itself (1), and beyond. */
function towards(weights: readonly [number, number, number], share: number): ColourMatrix {
  const row = (channel: number) => [...weights.map((weight, other) => weight + ((other === channel ? 1 : 0) - weight) * share), 0]
  return [...row(0), ...row(1), ...row(2)]
}

function sepia(share: number): ColourMatrix {
  const whole = [0.393, 0.769, 0.189, 0, 0.349, 0.686, 0.168, 0, 0.272, 0.534, 0.131, 0]
  return whole.map((weight, at) => weight * share + (unchanged[at] ?? 0) * (1 - share))
}

function hueRotation(radians: number): ColourMatrix {
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const ofCos = [0.787, -0.715, -0.072, 0, -0.213, 0.285, -0.072, 0, -0.213, -0.715, 0.928, 0]
  const ofSin = [-0.213, -0.715, 0.928, 0, 0.143, 0.14, -0.283, 0, -0.787, 0.715, 0.072, 0]
  const grey = [0.213, 0.715, 0.072, 0]
  return ofCos.map((weight, at) => (grey[at % 4] ?? 0) + weight * cos + (ofSin[at] ?? 0) * sin)
}

/** 1 where it is left out. NaN for what is no number or percentage, and for less than 0, which no filter takes. */
function amountOf(argument: string): number {
  if (argument === '') return 1
  const [, number = '', unit] = /^([^\s%]+)(%?)$/.exec(argument) ?? []
  const amount = number === '' ? NaN : Number(number) / (unit === '%' ? 100 : 1)
  return amount >= 0 ? amount : NaN
}

/** Of functions for which more than 1 is 1. */
function shareOf(argument: string): number {
  return Math.min(1, amountOf(argument))
}

const radiansPer: Readonly<Record<string, number>> = { deg: Math.PI / 180, grad: Math.PI / 200, rad: 1, turn: 2 * Math.PI }

/** 0 where it is left out; only 0 needs no unit. */
function radiansOf(argument: string): number {
  if (argument === '' || Number(argument) === 0) return 0
  const [, number = '', unit = ''] = /^(\S+?)(deg|grad|rad|turn)$/.exec(argument) ?? []
  return number === '' ? NaN : Number(number) * (radiansPer[unit] ?? NaN)
}
