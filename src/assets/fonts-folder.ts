import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FontStyle } from '../film/film.ts'
import { FramefarmError, hasSystemCode, messageOf } from '../shared/errors.ts'
import { faceOf, nearestFaces, type FontFace } from './font-face.ts'
import { queryFont } from './fontconfig.ts'
import { familyKey, readFontFileName, type FontFileName } from './font-file-name.ts'

/** Of a variable font, as long as its file has not said which. */
const anyWeight = '1 1000'

type NamedFile = FontFileName & { readonly path: string; readonly shownKey: string }

/** A folder of fonts whose file names say what they are, as those of Google Fonts do; folders within it are looked into as well. */
export class FontsFolder {
  readonly path: string
  #files: Promise<readonly NamedFile[]> | null = null

  constructor(path: string) {
    this.path = path
  }

  /** Names of the families that are there, as the files have them. @throws ASSET_UNAVAILABLE */
  async families(): Promise<readonly string[]> {
    return [...new Set((await this.#read()).map(({ shownKey }) => shownKey))].toSorted()
  }

  /** The fonts of a family that come nearest to what is wanted; none where the family is not there. @throws ASSET_UNAVAILABLE, ASSET_INVALID */
  async faces(family: string, wanted: readonly { weight: number; style: FontStyle }[]): Promise<readonly FontFace[]> {
    const named = (await this.#read()).filter(({ key }) => key === familyKey(family))
    const variable = named.filter(({ weight }) => weight === null)
    // A variable font has every weight in one file; the folder `static` beside it says the same once more.
    const files = (variable.length > 0 ? variable : named).map((file) => ({
      ...file,
      weight: file.weight === null ? anyWeight : String(file.weight),
    }))
    const needed = new Set(wanted.flatMap(({ weight, style }) => nearestFaces(files, weight, style).slice(0, 1)))
    return Promise.all([...needed].map((file) => readFace(file, family)))
  }

  #read(): Promise<readonly NamedFile[]> {
    return (this.#files ??= readNames(this.path))
  }
}

async function readNames(folder: string): Promise<readonly NamedFile[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return paths.toSorted().flatMap((path) => {
      const read = readFontFileName(basename(path))
      return read ? [{ ...read, path, shownKey: basename(path).replace(/[-[.].*$/, '') }] : []
    })
  } catch (cause) {
    const reason = hasSystemCode(cause, 'ENOENT') ? 'there is no such folder' : messageOf(cause)
    throw new FramefarmError('ASSET_UNAVAILABLE', `the fonts folder ${folder} could not be read: ${reason}`, { cause })
  }
}

async function readFace({ path, weight, style }: { path: string; weight: string; style: FontStyle }, family: string): Promise<FontFace> {
  const face = await faceOf(await readFont(path, basename(path)), family, false)
  // The names are right where the files are not: a subset of one weight often calls itself regular.
  return { ...face, style, weight: weight === anyWeight ? face.weight : weight }
}

/** What a file says of itself; of a variable font, all of its weights. @throws ASSET_INVALID, TOOL_MISSING */
export async function readFont(path: string, name: string): Promise<Awaited<ReturnType<typeof queryFont>>[number]> {
  try {
    const fonts = await queryFont(path)
    const font = fonts.find(({ weight }) => weight.includes(' ')) ?? fonts[0]
    if (font) return font
  } catch (cause) {
    if (cause instanceof FramefarmError) throw cause
    throw new FramefarmError('ASSET_INVALID', `${name} is not a font that can be used`, { cause })
  }
  throw new FramefarmError('ASSET_INVALID', `${name} is not a font that can be used`)
}
