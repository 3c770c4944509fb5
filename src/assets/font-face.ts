import { extname } from 'node:path'
import type { FontStyle } from '../film/film.ts'
import { hashOfFile } from '../shared/hash.ts'
import type { FontFacts } from './fontconfig.ts'
import { uncoveredCharacters, type Coverage } from './font-coverage.ts'

/** One font that text is drawn in. */
export type FontFace = {
  /** What pages call it. */
  readonly family: string
  /** As CSS says it: `400`, or `100 900` for a variable font. */
  readonly weight: string
  readonly style: FontStyle
  /** SHA-256 of its file. */
  readonly hash: string
  readonly coverage: Coverage
  /** Its local path, where the page has to load it; null for an installed font, which Chromium finds by itself. */
  readonly path: string | null
}

/** What a film says of fonts in a place: a template's value, a style of captions. */
export type FontWish = {
  /** Where in the film. */
  readonly pointer: string
  readonly family: string
  /** 1 to 1000; absent: regular and bold. */
  readonly weight?: number
  readonly style?: FontStyle
  /** What is drawn in it, as far as it is known; each character must be there. */
  readonly texts?: readonly { readonly pointer: string; readonly text: string }[]
}

export type ResolvedFont = {
  /** The value for CSS: the family, then those that stand in for characters that it lacks. */
  readonly cssFamily: string
  readonly faces: readonly FontFace[]
}

/** The characters of a text that a font, with those that stand in for it, has no glyph for. */
export function missingGlyphs({ faces }: ResolvedFont, text: string): readonly string[] {
  return uncoveredCharacters(
    faces.map(({ coverage }) => coverage),
    text,
  )
}

export async function faceOf({ path, weight, style, coverage }: FontFacts, family: string, isInstalled: boolean): Promise<FontFace> {
  return { family, weight, style, hash: await hashOfFile(path), coverage, path: isInstalled ? null : path }
}

/** The name under which a page finds a font's file. */
export function fontFileName({ hash }: FontFace, path: string): string {
  return `${hash}${extname(path).toLowerCase()}`
}

/** Whether a face is what CSS takes for a weight: it has it, or no other of the family is nearer. */
export function nearestFaces<T extends Pick<FontFace, 'weight' | 'style'>>(faces: readonly T[], weight: number, style: FontStyle): readonly T[] {
  const rightStyle = faces.filter((face) => face.style === style)
  const distances = (rightStyle.length > 0 ? rightStyle : faces).map((face) => ({ face, distance: distanceTo(face.weight, weight) }))
  const least = Math.min(...distances.map(({ distance }) => distance))
  return distances.filter(({ distance }) => distance === least).map(({ face }) => face)
}

function distanceTo(faceWeight: string, weight: number): number {
  const [lightest = 400, heaviest = lightest] = faceWeight.split(' ').map(Number)
  return Math.max(0, lightest - weight, weight - heaviest)
}
