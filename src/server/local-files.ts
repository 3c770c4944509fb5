import { fileURLToPath } from 'node:url'
import type { Film, Source } from '../film/film.ts'

/** Paths of the images, sounds and fonts of a film that lie on this machine. */
export function localFiles(film: Film): readonly string[] {
  const sources = [
    ...film.scenes.flatMap(({ image, voiceover }) => [image, voiceover?.source]),
    film.music?.source,
    film.watermark?.source,
    ...film.fonts.files.map(({ source }) => source),
  ]
  return sources.flatMap((source) => (source ? pathOf(source) : []))
}

function pathOf({ scheme, url }: Source): readonly string[] {
  if (scheme !== 'file') return []
  try {
    return [fileURLToPath(url)]
  } catch {
    return [] // an address with a host: the gathering of the film says so
  }
}
