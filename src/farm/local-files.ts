import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadFilmTemplates } from './load-film-templates.ts'
import type { Film, Source } from '../film/film.ts'
import { completeFilm } from '../plan/plan-props.ts'
import { foldersBelow } from '../templates/read-folder.ts'

/** What of a film lies on this machine: paths of its images and sounds, and the folders of its own templates with all in them. */
export type LocalFiles = { readonly paths: readonly string[]; readonly folders: readonly string[] }

/** Also of a film with faults: whoever corrects a file is to be heard. */
export async function localFiles(film: Film): Promise<LocalFiles> {
  const own = [...new Set(film.scenes.map(({ template }) => template))].filter((template) => isAbsolute(template))
  const folders = (await Promise.all(own.map(foldersBelow))).flat()
  const { loaded } = await loadFilmTemplates(film)
  const ofProps = completeFilm(film, loaded).propImages.flat()
  const sources = [
    ...film.scenes.flatMap(({ image, voiceover, sounds }) => [image, voiceover?.source, ...sounds.map(({ source }) => source)]),
    ...(film.music?.tracks ?? []).map(({ source }) => source),
    film.watermark?.source,
    film.captions.source,
    ...film.fonts.files.map(({ source }) => source),
    ...ofProps.map(({ source }) => source),
  ]
  // A folder that is not there yet is heard of by the one that it will be in.
  return { paths: [...sources.flatMap((source) => (source ? pathOf(source) : [])), ...own], folders }
}

function pathOf({ scheme, url }: Source): readonly string[] {
  if (scheme !== 'file') return []
  try {
    return [fileURLToPath(url)]
  } catch {
    return [] // an address with a host: the gathering of the film says so
  }
}
