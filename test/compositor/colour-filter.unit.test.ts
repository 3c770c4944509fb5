import { describe, expect, it } from 'vitest'
import { colourStages } from '../../src/compositor/colour-filter.ts'

type Rgb = readonly [red: number, green: number, blue: number]

/** A colour under a filter, cut after each of its functions. */
function filtered(filter: string, colour: Rgb): readonly number[] {
  const stages = colourStages(filter)
  if (stages === null) throw new Error(`${filter} is not a filter of colours`)
  return stages.reduce<readonly number[]>((parts, matrix) => {
    expect(matrix).toHaveLength(12)
    return [0, 4, 8].map((row) => {
      const sum = parts.reduce((total, part, at) => total + part * (matrix[row + at] ?? 0), matrix[row + 3] ?? 0)
      return Math.min(1, Math.max(0, sum))
    })
  }, colour)
}

const red: Rgb = [1, 0, 0]
const white: Rgb = [1, 1, 1]
const brown: Rgb = [0.5, 0.25, 0]

describe('colourStages', () => {
  // Worked out by hand from the tables of https://www.w3.org/TR/filter-effects-1/#ShorthandEquivalents.
  it.each<[string, Rgb, Rgb]>([
    ['none', brown, brown],
    ['brightness(0.7)', brown, [0.35, 0.175, 0]],
    ['brightness(3)', brown, [1, 0.75, 0]],
    ['contrast(0)', red, [0.5, 0.5, 0.5]],
    ['contrast(2)', [0.75, 0.5, 0.3], [1, 0.5, 0.1]],
    ['grayscale(1)', red, [0.2126, 0.2126, 0.2126]],
    ['grayscale(0.5)', red, [0.6063, 0.1063, 0.1063]],
    ['grayscale(4)', red, [0.2126, 0.2126, 0.2126]],
    ['saturate(0)', red, [0.213, 0.213, 0.213]],
    ['saturate(2)', brown, [0.71475, 0.21475, 0]],
    ['sepia(1)', white, [1, 1, 0.937]],
    ['sepia(0.5)', red, [0.6965, 0.1745, 0.136]],
    ['invert(1)', [1, 0.25, 0], [0, 0.75, 1]],
    ['invert(0.5)', red, [0.5, 0.5, 0.5]],
    ['hue-rotate(180deg)', red, [0, 0.426, 0.426]],
    ['hue-rotate(90deg)', red, [0, 0.356, 0]],
    ['hue-rotate(90deg)', [0, 0, 1], [1, 0, 0.144]],
  ])('%s makes of %j what the specification says', (filter, colour, expected) => {
    for (const [part, value] of filtered(filter, colour).entries()) expect(value).toBeCloseTo(expected[part] ?? NaN, 6)
  })

  it('keeps the order of the functions, one matrix each', () => {
    expect(colourStages('brightness(3) saturate(0) invert(0.2)')).toHaveLength(3)
    for (const value of filtered('brightness(3) saturate(0)', brown)) expect(value).toBeCloseTo(0.213 + 0.715 * 0.75, 6)
    for (const value of filtered('saturate(0) brightness(3)', brown)) expect(value).toBeCloseTo(3 * (0.213 * 0.5 + 0.715 * 0.25), 6)
  })

  it.each([
    ['brightness(70%)', 'brightness(0.7)'],
    ['contrast(1e-1)', 'contrast(0.1)'],
    ['hue-rotate(0.25turn)', 'hue-rotate(90deg)'],
    ['hue-rotate(-100grad)', 'hue-rotate(270deg)'],
    ['hue-rotate(1.5707963267948966rad)', 'hue-rotate(90deg)'],
    ['hue-rotate(0)', 'hue-rotate(360deg)'],
    ['sepia()', 'sepia(1)'],
    ['hue-rotate()', 'hue-rotate(0deg)'],
  ])('%s is %s', (filter, other) => {
    for (const [part, value] of filtered(filter, brown).entries()) expect(value).toBeCloseTo(filtered(other, brown)[part] ?? NaN, 9)
  })

  it.each([
    'blur(2px)',
    'opacity(0.5)',
    'drop-shadow(rgb(0, 0, 0) 0px 0px 5px)',
    'url("#wave")',
    'url("a(b).svg#wave") invert(1)',
    'brightness(0.5) blur(1px)',
    'brightness(0.5) and more',
    'brightness(-1)',
    'brightness(bright)',
    'contrast(1px)',
    'hue-rotate(30)',
    'hue-rotate(30px)',
    'constructor(1)',
    'inherit',
    '',
  ])('gives nothing for "%s", which is not of colours alone', (filter) => {
    expect(colourStages(filter)).toBeNull()
  })
})
