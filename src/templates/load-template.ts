import { readdir, readFile } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { hashOf, hashOfBytes } from '../shared/hash.ts'
import { readFolder } from './read-folder.ts'

/** A template's files by their path below its folder, and one hash over all of them and the runtime. */
export type Template = {
  readonly name: string
  readonly files: ReadonlyMap<string, Buffer>
  /** The in-page scripts, styles and fonts that every page has beside it, by their paths. */
  readonly runtime: ReadonlyMap<string, Buffer>
  readonly hash: string
  /** Where the fonts lie that its page may draw in: its own and those of the runtime. */
  readonly fontPaths: readonly string[]
  /** One of our own, of which tests show that its layers are what its page shows. */
  readonly isBuiltIn: boolean
}

const builtIn = import.meta.dirname
/** The page around every scene's template; no scene can ask for it. */
export const stageName = 'stage'
const runtimeFiles = [
  ...['runtime.js', 'slant.js', 'missing-font.js', 'layers.js', 'layer-rules.js', 'live-rules.js', 'watch-page.js', 'still-look.js'],
  ...['surround.js', 'photo.js', 'photo.css', 'text.js', 'text.css', 'colour.js'],
]
const fontFolder = 'type'

/** What every template has in its folder. */
export const manifestName = 'template.json'
const pageName = 'page.html'

/** Names of the built-in templates: the folders beside this file that say that they are one. */
export async function templateNames(): Promise<readonly string[]> {
  const entries = await readdir(builtIn, { withFileTypes: true, recursive: true })
  return entries.filter(({ name }) => name === manifestName).map(({ parentPath }) => basename(parentPath))
}

/** Reads a template whole. @param name of a folder in `parent` @throws where there is no such folder */
export async function loadTemplate(name: string, parent: string = builtIn): Promise<Template> {
  const contents = await readFolder(join(parent, name))
  if ('reason' in contents) throw new Error(`the template ${name} ${contents.reason}`)
  return templateOf(name, contents.files, { folder: join(parent, name), isBuiltIn: parent === builtIn })
}

/**
 * The template that a scene names, or why it cannot be used.
 * @param ref a built-in name that is known, or the absolute path of a user's own folder
 */
export async function openTemplate(ref: string): Promise<Template | { readonly reason: string }> {
  if (!isAbsolute(ref)) return loadTemplate(ref)
  const contents = await readFolder(ref)
  if ('reason' in contents) return contents
  const missing = [manifestName, pageName].find((name) => !contents.files.has(name))
  return missing === undefined ? templateOf(basename(ref), contents.files, { folder: ref, isBuiltIn: false }) : { reason: `has no ${missing}` }
}

type Place = { readonly folder: string; readonly isBuiltIn: boolean }

async function templateOf(name: string, files: ReadonlyMap<string, Buffer>, { folder, isBuiltIn }: Place): Promise<Template> {
  const runtime = await (runtimeRead ??= readRuntime())
  const hash = hashOf([runtime, files].map((part) => [...part].map(([path, bytes]) => [path, hashOfBytes(bytes)])))
  const fontPaths = [...fontsAmong(runtime, builtIn), ...fontsAmong(files, folder)]
  return { name, files, runtime, hash, fontPaths, isBuiltIn }
}

function fontsAmong(files: ReadonlyMap<string, Buffer>, folder: string): readonly string[] {
  return [...files.keys()].filter((path) => /\.(?:woff2?|ttf|otf|ttc)$/i.test(path)).map((path) => join(folder, path))
}

/** The same for every template of a process: read by the first, 300 KB. */
let runtimeRead: Promise<ReadonlyMap<string, Buffer>> | null = null

async function readRuntime(): Promise<ReadonlyMap<string, Buffer>> {
  const fonts = (await readdir(join(builtIn, fontFolder))).filter((name) => name.endsWith('.woff2')).map((name) => `${fontFolder}/${name}`)
  const paths = [...runtimeFiles, ...fonts.toSorted()]
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(join(builtIn, path))] as const)))
}
