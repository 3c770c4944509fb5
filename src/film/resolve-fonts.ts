import { fileURLToPath } from 'node:url'
import { messageOf } from '../shared/errors.ts'
import type { Fault } from './fault.ts'
import type { FontInput } from './fonts-schema.ts'
import type { FilmInput } from './film-schema.ts'
import type { FilmFonts, Source } from './film.ts'

type Resolving = {
  readonly folder: string | null
  readonly source: (text: string, path: readonly PropertyKey[]) => Source
  readonly faults: Fault[]
}

/** The film's fonts with absolute addresses. */
export function resolveFonts({ fonts, fontsFolder, fontFallback }: FilmInput, { folder, source, faults }: Resolving): FilmFonts {
  return {
    files: fonts.map((font, index) => resolveFont(font, source(font.source, ['fonts', index, 'source']))),
    folder: fontsFolder === undefined ? null : fontsFolderOf(fontsFolder, { folder, source, faults }),
    fallback: fontFallback,
  }
}

function resolveFont({ family, weight, style }: FontInput, source: Source): FilmFonts['files'][number] {
  return { family, source, weight: weight ?? null, style: style ?? null }
}

function fontsFolderOf(text: string, { folder, source, faults }: Resolving): string | null {
  if (folder !== null) return folderOf(source(text, ['fontsFolder']), faults)
  faults.push({
    pointer: '/fontsFolder',
    message: 'is a folder, and this film may name none',
    value: text,
    allowed: 'fonts by their addresses in `fonts`',
  })
  return null
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
