import { basename, join, parse } from 'node:path'
import { FramefarmError } from '../shared/errors.ts'
import { containerNames, containerOfPath, containers, type Container } from './containers.ts'
import { placeOf, type Delivery } from './delivery.ts'
import { FilmInvalidError, type Fault } from './fault.ts'
import type { Film } from './film.ts'
import { transparent } from './schema-words.ts'
import { pairFaults, settledCodec } from './resolve-output.ts'

/** One file of a film: the film as that file shows it, with everything settled that the film leaves to the path. */
export type FilmFile = {
  /** null for the one file of a film without `outputs`. */
  readonly name: string | null
  readonly path: string
  readonly film: SettledFilm
}

type SettledFilm = Film & { readonly delivery: Delivery & { readonly container: Container } }

/**
 * The files that a film is rendered to. Of a film with several outputs each is named after the path: `{name}` in it, else `film-NAME.mp4`.
 * @throws FilmInvalidError where container, codec and path do not go together; USAGE for a path that says nothing
 */
export function filmFiles(film: Film, path: string): readonly FilmFile[] {
  if (film.outputs.length === 0) return [{ name: null, path, film: settled(film, path) }]
  const each = filmOfEach(film)
  const faults: Fault[] = []
  const files = film.outputs.flatMap(({ name, delivery }, index) => {
    const own = namedPath(path, name, delivery.container)
    try {
      return [{ name, path: own, film: settled(each[index] ?? film, own) }]
    } catch (error) {
      if (!(error instanceof FilmInvalidError)) throw error
      faults.push(...error.faults)
      return []
    }
  })
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return files
}

/** The film as each of its files shows it. */
export function filmOfEach(film: Film): readonly Film[] {
  return film.outputs.length === 0 ? [film] : film.outputs.map(({ output, delivery }) => ({ ...film, output, delivery, outputs: [] }))
}

/**
 * A path of one of several files. An output with a container of its own has its suffix as well; files in a folder of their own get their
 * name into that of the folder.
 */
function namedPath(path: string, name: string, container: Container | null = null): string {
  const ofPath = containerOfPath(path)
  const { fileName, suffixes } = containers[container ?? ofPath ?? 'mp4']
  const { dir, base, name: stem, ext } = parse(path)
  const isOwn = container !== null && container !== ofPath
  if (path.includes('{name}')) {
    const named = path.replaceAll('{name}', name)
    if (!isOwn) return named
    const bare = named.slice(0, named.length - ext.length)
    return fileName === null ? `${bare}${suffixes[0]}` : join(bare, fileName)
  }
  if (fileName === null) return join(dir, `${stem}-${name}${isOwn ? suffixes[0] : ext}`)
  return isOwn ? join(dir, `${stem}-${name}`, fileName) : join(`${dir}-${name}`, base)
}

function settled(film: Film, path: string): SettledFilm {
  const { delivery } = film
  const ofPath = containerOfPath(path)
  const container = delivery.container ?? ofPath
  if (container === null)
    throw new FramefarmError('USAGE', `the output path ${path} says no kind of file; allowed: names that end in ${allSuffixes()}`, {
      hint: 'The sound alone goes into .m4a or .wav.',
    })
  if (ofPath !== null && ofPath !== container) {
    const message = `is not what the output path ${path} says`
    throw new FilmInvalidError([{ pointer: placeOf(delivery, 'container'), message, value: container, allowed: `${ofPath}, or another path` }])
  }
  if ((container === 'png' || container === 'jpeg') && !/^[^%]*%0?\d*d[^%]*$/.test(basename(path))) {
    throw new FramefarmError(
      'USAGE',
      `the output path ${path} names one picture; give a pattern for the number of each, such as frames/%05d.${container === 'png' ? 'png' : 'jpg'}`,
    )
  }
  const output = { ...film.output, codec: settledCodec(delivery, container) }
  const faults = pairFaults(output, { ...delivery, container })
  if (faults.length > 0) throw new FilmInvalidError(faults)
  const background = output.alpha ? transparent : film.background
  return { ...film, output, background, delivery: { ...delivery, container } }
}

function allSuffixes(): string {
  return containerNames.flatMap((name) => containers[name].suffixes).join(', ')
}
