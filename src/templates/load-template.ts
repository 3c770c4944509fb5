import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { hashOf, hashOfBytes } from '../shared/hash.ts'

/** A template's files by their path below its folder, and one hash over all of them and the runtime. */
export type Template = {
  readonly name: string
  readonly files: ReadonlyMap<string, Buffer>
  /** The in-page scripts that every page has beside it, by their names. */
  readonly runtime: ReadonlyMap<string, Buffer>
  readonly hash: string
  /** One of our own, of which tests show that its layers are what its page shows. */
  readonly isBuiltIn: boolean
}

const builtIn = import.meta.dirname
/** The page around every scene's template; no scene can ask for it. */
export const stageName = 'stage'
const runtimeFiles = ['runtime.js', 'layers.js', 'layer-rules.js', 'surround.js']

/** Names of the built-in templates: the folders beside this file. */
export async function templateNames(): Promise<readonly string[]> {
  const entries = await readdir(builtIn, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory() && entry.name !== stageName).map(({ name }) => name)
}

/** Reads a template whole. @throws what node:fs throws where there is none of the name */
export async function loadTemplate(name: string, parent: string = builtIn): Promise<Template> {
  const folder = join(parent, name)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = await Promise.all(paths.toSorted().map(async (path) => [relative(folder, path).replaceAll(sep, '/'), await readFile(path)] as const))
  const runtime = await Promise.all(runtimeFiles.map(async (path) => [path, await readFile(join(builtIn, path))] as const))
  const hash = hashOf([runtime, files].map((part) => part.map(([path, bytes]) => [path, hashOfBytes(bytes)])))
  return { name, files: new Map(files), runtime: new Map(runtime), hash, isBuiltIn: parent === builtIn }
}
