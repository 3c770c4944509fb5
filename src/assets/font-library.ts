import type { Fault } from '../film/fault.ts'
import type { FilmFonts, FontStyle } from '../film/film.ts'
import { characterText, uncoveredCharacters } from './font-coverage.ts'
import { faceOf, missingGlyphs, nearestFaces, type FontFace, type FontWish, type ResolvedFont } from './font-face.ts'
import { familiesWith, matchFont, type FontFacts } from './fontconfig.ts'
import { familyKey } from './font-file-name.ts'
import type { FontsFolder } from './fonts-folder.ts'

/** Families that CSS knows and every machine has a font of its own for. */
const generic = ['sans-serif', 'serif', 'monospace', 'system-ui']

/** How many names or characters a fault lists. */
const mostListed = 12

type Fonts = { readonly own: readonly FontFace[]; readonly folder: FontsFolder | null; readonly fallback: FilmFonts['fallback'] }

/** Where fonts come from: the film's own, its fonts folder, then what is installed. */
export class FontLibrary {
  readonly #fonts: Fonts

  constructor(fonts: Fonts) {
    this.#fonts = fonts
  }

  /** The fonts for a wish, or all that is wrong with it: a family that is not here, characters that nobody has. @throws TOOL_MISSING */
  async resolve(wish: FontWish): Promise<ResolvedFont | { readonly faults: readonly Fault[] }> {
    const families = [wish.family, ...this.#fonts.fallback.filter((family) => family !== wish.family)]
    const found = await Promise.all(families.map(async (family, index) => ({ family, index, faces: await this.#facesOf(family, wish) })))
    const absent = found.filter(({ faces }) => faces.length === 0)
    if (absent.length > 0) {
      const { fallback } = this.#fonts
      const pointerOf = (index: number) => (index === 0 ? wish.pointer : `/fontFallback/${fallback.indexOf(families[index] ?? '')}`)
      return { faults: await Promise.all(absent.map(({ family, index }) => this.#absent(family, pointerOf(index)))) }
    }
    const cssFamily = families.map((family) => (this.#isGeneric(family) ? family : `"${family}"`)).join(', ')
    const named: ResolvedFont = { cssFamily, faces: found.flatMap(({ faces }) => faces) }
    const texts = wish.texts ?? []
    const all = families.some((family) => this.#isGeneric(family)) ? await withSubstitutes(named, texts.map(({ text }) => text).join('\n')) : named
    const faults = texts.flatMap(({ pointer, text }) => lackOf(wish.family, all, pointer, text))
    return faults.length > 0 ? { faults } : all
  }

  async #facesOf(family: string, { weight, style }: FontWish): Promise<readonly FontFace[]> {
    const wanted = wantedOf(weight, style)
    const own = this.#fonts.own.filter((face) => familyKey(face.family) === familyKey(family))
    const here = own.length > 0 ? own : ((await this.#fonts.folder?.faces(family, wanted)) ?? [])
    if (here.length > 0) return distinct(wanted.flatMap((one) => nearestFaces(here, one.weight, one.style))).map((face) => ({ ...face, family }))
    const installed = await Promise.all(wanted.map((one) => matchFont(family, one)))
    const right = installed.filter((font) => font !== null).filter((font) => this.#isGeneric(family) || isNamed(font, family))
    return Promise.all(distinctFiles(right).map((font) => faceOf(font, family, true)))
  }

  #isGeneric(family: string): boolean {
    return generic.includes(family) && !this.#fonts.own.some((face) => face.family === family)
  }

  async #absent(family: string, pointer: string): Promise<Fault> {
    const own = [...new Set(this.#fonts.own.map((face) => face.family))]
    const here = [
      ...(own.length > 0 ? [`the film's own ${listed(own)}`] : []),
      ...(this.#fonts.folder ? [`in the fonts folder ${listed(await this.#fonts.folder.families())}`] : []),
      `installed ${listed(await familiesWith())}`,
      generic.join(', '),
    ]
    return { pointer, message: `the font ${family} is not here`, value: family, allowed: here.join('; ') }
  }
}

function wantedOf(weight: number | undefined, style: FontStyle | undefined): readonly { weight: number; style: FontStyle }[] {
  const weights = weight === undefined ? [400, 700] : [weight]
  const styles: readonly FontStyle[] = weight === undefined && style === undefined ? ['normal', 'italic'] : [style ?? 'normal']
  return weights.flatMap((one) => styles.map((other) => ({ weight: one, style: other })))
}

function isNamed({ families }: FontFacts, family: string): boolean {
  return families.some((name) => name.toLowerCase() === family.toLowerCase())
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}

function distinctFiles(fonts: readonly FontFacts[]): readonly FontFacts[] {
  return [...new Map(fonts.map((font) => [font.path, font])).values()]
}

/** For what a generic family's own font lacks, browsers take any installed font that has it. */
async function withSubstitutes({ cssFamily, faces }: ResolvedFont, text: string): Promise<ResolvedFont> {
  const more: FontFace[] = []
  for (const character of missingGlyphs({ cssFamily, faces }, text)) {
    const coverages = more.map(({ coverage }) => coverage)
    if (more.length > 0 && uncoveredCharacters(coverages, character).length === 0) continue
    const font = await matchFont('sans-serif', { character })
    if (font && uncoveredCharacters([font.coverage], character).length === 0) more.push(await faceOf(font, font.families[0] ?? '', true))
  }
  return { cssFamily, faces: [...faces, ...more] }
}

function lackOf(family: string, font: ResolvedFont, pointer: string, text: string): readonly Fault[] {
  const missing = missingGlyphs(font, text)
  if (missing.length === 0) return []
  const names = missing.slice(0, mostListed).map(characterText)
  const rest = missing.length > mostListed ? ` and ${missing.length - mostListed} more` : ''
  const allowed = 'characters that the font has, another font, or a family that has them in fontFallback'
  return [{ pointer, message: `the font ${family} lacks glyphs for ${names.join(', ')}${rest}`, allowed }]
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  return `${names.slice(0, mostListed).join(', ')}${names.length > mostListed ? ` and ${names.length - mostListed} more` : ''}`
}
