import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { hashOf, hashOfBytes } from '../../shared/hash.ts'
import { installedFontFiles } from './installed-font-files.ts'

/** The rooms whose code decides what a frame looks like, or what is found in it. */
const rooms = ['film', 'storage', 'assets', 'templates', 'plan', 'browser', 'compositor', 'encoder', 'farm', 'regression', 'shared']
const source = join(import.meta.dirname, '../..')

/** Of this version of Framefarm, with the libraries that it names, and of the fonts that pages may draw text in. */
export async function hashRenderer(): Promise<string> {
  const files = (await Promise.all(rooms.map(filesIn))).flat()
  const code = await Promise.all(
    [...files, join(source, '../package.json')].map(async (path) => [relative(source, path).replaceAll(sep, '/'), hashOfBytes(await readFile(path))]),
  )
  return hashOf([code, await installedFontFiles()])
}

async function filesIn(room: string): Promise<readonly string[]> {
  const entries = await readdir(join(source, room), { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
}
