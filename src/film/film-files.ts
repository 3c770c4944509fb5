import { FramefarmError } from '../shared/errors.ts'
import { containerNames, containerOfPath, containers, type Container } from './containers.ts'
import { placeOf, type Delivery } from './delivery.ts'
import { FilmInvalidError, type Fault } from './fault.ts'
import type { Film } from './film.ts'
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
  const faults: Fault[] = []
  const files = film.outputs.flatMap(({ name, output, delivery }) => {
    const own = namedPath(path, name, delivery.container)
    try {
      return [{ name, path: own, film: settled({ ...film, output, delivery, outputs: [] }, own) }]
    } catch (error) {
      if (!(error instanceof FilmInvalidError)) throw error
      faults.push(...error.faults)
      return []
    }
  })
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return files
}

/** A path of one of several files. An output with a container of its own has its suffix as well. */
export function namedPath(path: string, name: string, container: Container | null = null): string {
  const [suffix = ''] = /\.[^./\\]+$/.exec(path) ?? []
  const ownSuffix = container === null || containerOfPath(path) === container ? suffix : containers[container].suffixes[0]
  const stem = path.slice(0, path.length - suffix.length)
  return `${stem.includes('{name}') ? stem.replaceAll('{name}', name) : `${stem}-${name}`}${ownSuffix}`
}

function settled(film: Film, path: string): SettledFilm {
  const { delivery } = film
  const ofPath = containerOfPath(path)
  const container = delivery.container ?? ofPath
  if (container === null)
    throw new FramefarmError('USAGE', `the output path ${path} says no kind of file; allowed: names that end in ${allSuffixes()}`)
  if (ofPath !== null && ofPath !== container) {
    const message = `is not what the output path ${path} says`
    throw new FilmInvalidError([{ pointer: placeOf(delivery, 'container'), message, value: container, allowed: `${ofPath}, or another path` }])
  }
  const output = { ...film.output, codec: settledCodec(delivery, container) }
  const faults = pairFaults(output, { ...delivery, container })
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return { ...film, output, delivery: { ...delivery, container } }
}

function allSuffixes(): string {
  return containerNames.flatMap((name) => containers[name].suffixes).join(', ')
}
