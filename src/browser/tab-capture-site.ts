import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf, hashOfBytes } from '../shared/hash.ts'
import { contentTypeOf, type Site, type SiteFile } from '../templates/site.ts'

/** The page around a streamed scene, under a path that no site uses. */
export type TabCapture = { readonly entry: string; readonly files: ReadonlyMap<string, SiteFile>; /** Of all its files. */ readonly hash: string }

const folder = join(import.meta.dirname, 'tab-capture')
const names = ['tab-capture.html', 'tab-capture.js', 'frame-writer.js', 'strip.js']

export async function loadTabCapture(): Promise<TabCapture> {
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const))
  const served = files.map(([name, bytes]) => [`/tab-capture/${name}`, { contentType: contentTypeOf(name), read: async () => bytes }] as const)
  return { entry: '/tab-capture/tab-capture.html', files: new Map(served), hash: hashOf(files.map(([name, bytes]) => [name, hashOfBytes(bytes)])) }
}

/** A scene's site with the capturing page in it; that page alone where there is no scene yet. */
export function withTabCapture(tabCapture: TabCapture, site: Site | null): Site {
  return { entry: tabCapture.entry, files: new Map([...(site?.files ?? []), ...tabCapture.files]) }
}
