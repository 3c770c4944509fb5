import type { Source } from '../../src/film/film.ts'
import { resolveSource } from '../../src/film/resolve-source.ts'

/** What a film in `folder` means by `text`. */
export function sourceOf(text: string, folder = '/'): Source {
  const source = resolveSource(text, folder)
  if ('fault' in source) throw new Error(`${text} ${source.fault}`)
  return source
}
