import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isMissingFile, messageOf } from '../shared/errors.ts'

/** A template is a page with its pictures and fonts; more is a mistake, such as a folder of node modules. */
const maxFiles = 500
const maxBytes = 64e6
const maxFolders = 100

/** The files of a folder by their paths below it, or why it cannot be used. */
export type FolderContents = { readonly files: ReadonlyMap<string, Buffer> } | { readonly reason: string }

/**
 * Reads a template's folder whole, and nothing outside it: a link that leads out is refused.
 * Files and folders whose names start with a dot are left out.
 */
export async function readFolder(folder: string): Promise<FolderContents> {
  try {
    const root = await realpath(folder)
    return (await stat(root)).isDirectory() ? await readRoot(root) : { reason: 'is a file, not a folder' }
  } catch (error) {
    return { reason: isMissingFile(error) ? 'does not exist' : `cannot be read: ${messageOf(error)}` }
  }
}

async function readRoot(root: string): Promise<FolderContents> {
  const paths = await filePaths(root)
  if (paths.length > maxFiles) return { reason: `has ${paths.length} files; a template may have up to ${maxFiles}` }
  const files = new Map<string, Buffer>()
  let bytes = 0
  for (const path of paths.toSorted()) {
    const real = await realpath(path).catch(() => null)
    const name = relative(root, path).replaceAll(sep, '/')
    if (real === null || !real.startsWith(root + sep)) return { reason: `has a link that leads out of it: ${name}` }
    const facts = await stat(real)
    if (!facts.isFile()) return { reason: `has a link to a folder: ${name}` }
    bytes += facts.size
    if (bytes > maxBytes) return { reason: `has more than ${maxBytes / 1e6} MB of files` }
    files.set(name, await readFile(real))
  }
  return { files }
}

/** Files and links; pipes and devices are none. A link to a folder is refused where it is read. */
async function filePaths(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...(await filePaths(path)))
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path)
    if (found.length > maxFiles) break
  }
  return found
}

/** The folder itself and the folders in it, for whoever waits for changes; none where it is not there. */
export async function foldersBelow(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  const waiting = [folder]
  for (let next = waiting.shift(); next !== undefined && found.length < maxFolders; next = waiting.shift()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => null)
    if (entries === null) continue
    found.push(next)
    for (const entry of entries) if (entry.isDirectory() && !entry.name.startsWith('.')) waiting.push(join(next, entry.name))
  }
  return found
}
