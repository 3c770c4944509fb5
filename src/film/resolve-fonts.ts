import { fileURLToPath } from 'node:url'
import { messageOf } from '../shared/errors.ts'
import type { Fault } from './fault.ts'
import type { FontInput } from './fonts-schema.ts'
import type { FilmInput } from './film-schema.ts'
import type { FilmFonts, Source } from './film.ts'

type Resolve = (text: string, path: readonly PropertyKey[]) => Source

/** The film's fonts with absolute addresses. */
export function resolveFonts({ fonts, fontsFolder, fontFallback }: FilmInput, source: Resolve, faults: Fault[]): FilmFonts {
  return {
    files: fonts.map((font, index) => resolveFont(font, source(font.source, ['fonts', index, 'source']))),
    folder: fontsFolder === undefined ? null : folderOf(source(fontsFolder, ['fontsFolder']), faults),
    fallback: fontFallback,
  }
}

function resolveFont({ family, weight, style }: FontInput, source: Source): FilmFonts['files'][number] {
  return { family, source, weight: weight ?? null, style: style ?? null }
}

function folderOf({ text, scheme, url }: Source, faults: Fault[]): string | null {
  const fault = (message: string) => faults.push({ pointer: '/fontsFolder', message, value: text, allowed: 'a folder of this machine' })
  if (scheme !== 'file') {
    fault('is not on this machine')
    return null
  }
  try {
    return fileURLToPath(url)
  } catch (error) {
    fault(messageOf(error))
    return null
  }
}
