import { graphemesOf } from '../film/graphemes.ts'

/** The characters that a font has a glyph for: ranges of code points, both ends included. */
export type Coverage = readonly (readonly [first: number, last: number])[]

/** What needs no glyph: spaces, line ends, joiners, variation selectors, marks of direction. */
const needsNoGlyph = /^(?:\s|\p{Default_Ignorable_Code_Point}|\p{Cc})$/u

/** fontconfig's list: `20-7e a0` */
export function parseCoverage(charset: string): Coverage {
  return charset
    .split(' ')
    .filter((range) => range !== '')
    .map((range) => {
      const [first = 0, last = first] = range.split('-').map((hex) => Number.parseInt(hex, 16))
      return [first, last]
    })
}

/**
 * The characters of a text that none of the fonts has a glyph for, each once, in the order of the text.
 * A letter with its accent counts as one: it is there composed or in parts.
 */
export function uncoveredCharacters(coverages: readonly Coverage[], text: string): readonly string[] {
  const isCovered = (character: string) => needsNoGlyph.test(character) || coverages.some((coverage) => has(coverage, character.codePointAt(0) ?? 0))
  const missing = graphemesOf(text).flatMap((grapheme) => {
    const forms = [grapheme, grapheme.normalize('NFC'), grapheme.normalize('NFD')].map((form) => Array.from(form).filter((part) => !isCovered(part)))
    return forms.some((lacks) => lacks.length === 0) ? [] : (forms[0] ?? [])
  })
  return [...new Set(missing)]
}

/** `'ж' (U+0436)` */
export function characterText(character: string): string {
  return `'${character}' (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`
}

function has(coverage: Coverage, codePoint: number): boolean {
  let [low, high] = [0, coverage.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = coverage[middle] ?? [0, 0]
    if (codePoint < first) high = middle - 1
    else if (codePoint > last) low = middle + 1
    else return true
  }
  return false
}
