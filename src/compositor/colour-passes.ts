import { blue, blueScale, green, lumaScale, red, redScale } from './bt709.ts'
import { unchanged, type ColourMatrix } from './colour-filter.ts'

/**
 * Matrices as the kernel takes them, for code values and with a cut to 0..1 after all but the last, from those of a filter's functions,
 * after each of which the filter cuts. Few, because each costs time: where nothing can be cut, the next one takes it in, and the conversions
 * are in the first and the last. What comes in is not cut before the first: photographs stay within 0..1 but for a rounding, and what lies
 * outside at a sharp edge, where chroma is coarser than luma, was there before the filter too. [] where nothing is changed.
 */
export function colourPasses(stages: readonly ColourMatrix[]): readonly ColourMatrix[] {
  if (stages.every((stage) => isNear(stage, unchanged))) return []
  const passes: ColourMatrix[] = []
  let current = fromCodeValues
  for (const stage of stages) {
    current = after(stage, current)
    if (staysWithin(stage)) continue
    passes.push(current)
    current = unchanged
  }
  // The kernel takes two or more; nothing is left for this cut.
  return passes.length === 0 ? [current, toCodeValues] : [...passes, after(toCodeValues, current)]
}

/** From full-range 0..255, which the scales are for, to 0..1. */
const [lumaSteps, blueSteps, redSteps] = [255 * lumaScale, 255 * blueScale, 255 * redScale]

/** With a half more: the kernel cuts off what is behind the point. */
const toCodeValues: ColourMatrix = [
  ...[red * lumaSteps, green * lumaSteps, blue * lumaSteps, 16.5],
  ...[-red * blueSteps, -green * blueSteps, (1 - blue) * blueSteps, 128.5],
  ...[(1 - red) * redSteps, -green * redSteps, -blue * redSteps, 128.5],
]

const fromCodeValues: ColourMatrix = [
  ...fromY(0, 1 / redSteps),
  ...fromY(-blue / green / blueSteps, -red / green / redSteps),
  ...fromY(1 / blueSteps, 0),
]

function fromY(u: number, v: number): ColourMatrix {
  return [1 / lumaSteps, u, v, -16 / lumaSteps - 128 * (u + v)]
}

/** One matrix for two, of which `first` is applied first. */
function after(then: ColourMatrix, first: ColourMatrix): ColourMatrix {
  return then.map((own, at) => {
    const [row, column] = [at - (at % 4), at % 4]
    const sum = [0, 1, 2].reduce((total, part) => total + (then[row + part] ?? 0) * (first[4 * part + column] ?? 0), 0)
    return column === 3 ? sum + own : sum
  })
}

/** So much more than 0..1 is rounding. */
const tolerance = 1e-9

/** Whether it makes 0..1 of whatever is in 0..1. */
function staysWithin(matrix: ColourMatrix): boolean {
  return [0, 4, 8].every((row) => {
    const [constant = 0, ...weights] = [3, 0, 1, 2].map((column) => matrix[row + column] ?? 0)
    const least = weights.reduce((sum, weight) => sum + Math.min(0, weight), constant)
    const most = weights.reduce((sum, weight) => sum + Math.max(0, weight), constant)
    return least >= -tolerance && most <= 1 + tolerance
  })
}

function isNear(one: ColourMatrix, other: ColourMatrix): boolean {
  return one.every((value, at) => Math.abs(value - (other[at] ?? 0)) < tolerance)
}
