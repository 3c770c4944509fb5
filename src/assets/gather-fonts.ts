import { faultOfAsset, pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import { FramefarmError } from '../shared/errors.ts'
import { fetchSource } from '../storage/fetch/fetch-source.ts'
import { faceOf, type FontFace, type FontWish, type ResolvedFont } from './font-face.ts'
import { FontLibrary } from './font-library.ts'
import { FontsFolder, readFont } from './fonts-folder.ts'
import type { Fetching } from './gatherer.ts'
import { lackingGlyphs, type DrawnText } from './lacking-glyphs.ts'

/** The fonts of a film. */
export type FontSet = {
  /** Those of the film's own list, which every page that draws text has. */
  readonly own: readonly FontFace[]
  /** What each wish came to, by its pointer. */
  readonly wished: ReadonlyMap<string, ResolvedFont>
}

export const noFonts: FontSet = { own: [], wished: new Map() }

type Gathering = Fetching & {
  /** What templates draw. */
  readonly texts: readonly DrawnText[]
}
/**
 * Fetches the film's own fonts, finds one for each wish, and looks whether all that templates draw can be drawn.
 * @throws CANCELLED, DISK_FULL, TOOL_MISSING where a font has to be looked into and fontconfig is not there
 */
export async function gatherFonts(
  film: Film,
  wishes: readonly FontWish[],
  gathering: Gathering,
): Promise<{ readonly fonts: FontSet } | { readonly faults: readonly Fault[] }> {
  const faults: Fault[] = []
  const own = (await Promise.all(film.fonts.files.map((_, index) => ownFace(film, index, gathering, faults)))).filter((face) => face !== null)
  faults.push(...twins(film, own))
  if (faults.length > 0) return { faults }
  const folderPath = film.fonts.folder ?? process.env['FRAMEFARM_FONTS'] ?? null
  const folder = folderPath === null || folderPath === '' ? null : new FontsFolder(folderPath)
  if (folder && film.fonts.folder !== null) await orFault('/fontsFolder', faults, () => folder.families())
  if (faults.length > 0) return { faults }
  const library = new FontLibrary({ own, folder, fallback: film.fonts.fallback })
  const wished = new Map<string, ResolvedFont>()
  for (const wish of wishes) {
    const found = await orFault(wish.pointer, faults, () => library.resolve(wish))
    if (found && 'faults' in found) faults.push(...found.faults.filter(({ pointer }) => !faults.some((fault) => fault.pointer === pointer)))
    // One place may ask for several weights.
    else if (found) wished.set(wish.pointer, { ...found, faces: [...(wished.get(wish.pointer)?.faces ?? []), ...found.faces] })
  }
  const ofFilm = [...own, ...[...wished.values()].flatMap(({ faces }) => faces)].map(({ coverage }) => coverage)
  faults.push(...(await lackingGlyphs(gathering.texts, ofFilm)))
  return faults.length > 0 ? { faults } : { fonts: { own, wished } }
}

async function ownFace(film: Film, index: number, fetching: Fetching, faults: Fault[]): Promise<FontFace | null> {
  const font = film.fonts.files[index]
  if (!font) return null
  return orFault(pointerOf(['fonts', index, 'source']), faults, async () => {
    const path = await fetchSource(font.source, { ...fetching, kind: 'font' })
    const face = await faceOf(await readFont(path, font.source.text), font.family, false)
    return { ...face, weight: font.weight === null ? face.weight : String(font.weight), style: font.style ?? face.style }
  })
}

/** Two files for the same family, weight and style: a page would take one of them for every character. */
function twins({ fonts }: Film, own: readonly FontFace[]): readonly Fault[] {
  const keys = own.map(({ family, weight, style }) => `${family.toLowerCase()}, weight ${weight}, ${style}`)
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key)
    const message = `is the same font as /fonts/${first}: ${key}`
    return first === index || own.length < fonts.files.length ? [] : [{ pointer: pointerOf(['fonts', index]), message }]
  })
}

async function orFault<T>(pointer: string, faults: Fault[], look: () => Promise<T>): Promise<T | null> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof FramefarmError) || !error.code.startsWith('ASSET_')) throw error
    faults.push(faultOfAsset(pointer, error))
    return null
  }
}
