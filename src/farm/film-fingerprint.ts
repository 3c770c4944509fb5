import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Film } from '../film/film.ts'
import { hashOf } from '../shared/hash.ts'
import { localFiles } from './local-files.ts'

/** Of a film and of every file of this machine that it names: another one where any of them was written. What is remote is not asked for. */
export async function filmFingerprint(film: Film): Promise<string> {
  const { paths, folders } = await localFiles(film)
  const inFolders = (await Promise.all(folders.map(filesIn))).flat()
  return hashOf([film, await Promise.all([...paths, ...inFolders].map(factsOf))])
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map((name) => join(folder, name))
}

/** A file that is not there is a fact too: that it is missing is told by whoever reads it. */
async function factsOf(path: string): Promise<unknown> {
  const facts = await stat(path).catch(() => null)
  return facts && [path, facts.size, facts.mtimeMs]
}
