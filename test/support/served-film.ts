import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Lease } from '../../src/api/leases.ts'
import { writeSmallFilm } from './small-film.ts'
import { serve } from './loopback.ts'

type Wishes = Parameters<typeof writeSmallFilm>[1]
type ServedFilm = {
  readonly film: Lease['film'] & { readonly scenes: [Lease['film'], ...Lease['film'][]] }
  /** The same film as a file. */
  readonly filmPath: string
  /** Of the web server. */
  readonly address: string
  /** Names of the files that were fetched, each as often as it was. */
  readonly fetched: readonly string[]
}

/** The small film with its photographs and sounds on a web server of this machine, as a service is given films. */
export async function servedFilm(folder: string, wishes?: Wishes): Promise<ServedFilm> {
  const filmPath = await writeSmallFilm(folder, wishes)
  const fetched: string[] = []
  const address = await serve((request, response) => {
    const name = basename(request.url ?? '')
    fetched.push(name)
    readFile(join(folder, name)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  const text = await readFile(filmPath, 'utf8')
  const served = text.replaceAll(/"([\w-]+\.(?:jpg|wav))"/g, `"${address}/$1"`)
  await writeFile(filmPath, served)
  return { film: JSON.parse(served), filmPath, address, fetched }
}
