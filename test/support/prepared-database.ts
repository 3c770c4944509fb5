import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openEngine } from '../../src/engine/open-engine.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Puts a database with all its tables, as new, into a folder that is not there yet, for openEngine to open. Making its tables takes seconds;
 * tests that are about that do without this.
 */
export async function placeDatabase(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const prepared = join(root, 'node_modules/.cache/framefarm', `database-${await inputsHash()}`)
  if (!existsSync(prepared)) await prepare(prepared)
  await cp(prepared, folder, { recursive: true })
}

/** Of everything that it is made by. */
async function inputsHash(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'package.json')))
  const names = await readdir(join(root, 'src/engine'), { recursive: true })
  for (const name of names.filter((each) => /\.(ts|sql)$/.test(each)).toSorted()) hash.update(await readFile(join(root, 'src/engine', name)))
  return hash.digest('hex').slice(0, 16)
}

/** Moved to its place whole; another file of tests may have been quicker. */
async function prepare(path: string): Promise<void> {
  const unfinished = `${path}.${process.pid}`
  const engine = await openEngine(`pglite:${unfinished}`)
  await engine.close()
  await rename(unfinished, path).catch(() => rm(unfinished, { recursive: true }))
}
