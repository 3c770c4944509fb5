import type { Fault } from '../film/fault.ts'
import { characterText, uncoveredCharacters, type Coverage } from './font-coverage.ts'
import { readFont } from './fonts-folder.ts'
import { matchFont } from './fontconfig.ts'

/** A text that a template draws, in fonts of its own or in those of the machine. */
export type DrawnText = {
  readonly pointer: string
  readonly text: string
  /** The files of fonts that its template brings. */
  readonly fontPaths: readonly string[]
}

/** Every font has these; a text of nothing else is not looked into. */
const ascii: Coverage = [[0x20, 0x7e]]

/**
 * A fault for each text with a character that no font has: neither the film's own, nor the template's, nor an installed one.
 * Where a typeface lacks a character, browsers take any installed font that has it.
 * @throws TOOL_MISSING
 */
export async function lackingGlyphs(texts: readonly DrawnText[], ofFilm: readonly Coverage[]): Promise<readonly Fault[]> {
  const known = [ascii, ...ofFilm]
  const faults: Fault[] = []
  for (const { pointer, text, fontPaths } of texts) {
    const missing: string[] = []
    for (const character of uncoveredCharacters(known, text)) {
      if (uncoveredCharacters(known, character).length === 0) continue
      const coverage = await installedWith(character)
      if (coverage) known.push(coverage)
      else missing.push(character)
    }
    // Looked into last, for they are many files and seldom have what no other font has.
    const here = missing.length === 0 ? [] : await Promise.all(fontPaths.map(coverageOf))
    const nowhere = uncoveredCharacters(here, missing.join('\n'))
    if (nowhere.length > 0) faults.push(faultOf(pointer, nowhere.map(characterText)))
  }
  return faults
}

/** A template's file that is no font is its page's affair. */
async function coverageOf(path: string): Promise<Coverage> {
  return (await readFont(path, path).catch(() => null))?.coverage ?? []
}

async function installedWith(character: string): Promise<Coverage | null> {
  const font = await matchFont('sans-serif', { character })
  return font && uncoveredCharacters([font.coverage], character).length === 0 ? font.coverage : null
}

/** How many characters a fault lists. */
const mostListed = 12

function faultOf(pointer: string, missing: readonly string[]): Fault {
  const rest = missing.length > mostListed ? ` and ${missing.length - mostListed} more` : ''
  const message = `no font has a glyph for ${missing.slice(0, mostListed).join(', ')}${rest}`
  return { pointer, message, allowed: 'characters of an installed font, or of one in fonts' }
}
