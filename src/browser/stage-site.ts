import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf, hashOfBytes } from '../shared/hash.ts'
import { contentTypeOf, type Site, type SiteFile } from '../templates/site.ts'

/** The page around a streamed scene, under a path that no site uses. */
export type Stage = { readonly entry: string; readonly files: ReadonlyMap<string, SiteFile>; /** Of all its files. */ readonly hash: string }

const folder = join(import.meta.dirname, 'stage')
const names = ['stage.html', 'stage.js', 'stage-worker.js', 'strip.js']

export async function loadStage(): Promise<Stage> {
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const))
  const served = files.map(([name, bytes]) => [`/stage/${name}`, { contentType: contentTypeOf(name), read: async () => bytes }] as const)
  return { entry: '/stage/stage.html', files: new Map(served), hash: hashOf(files.map(([name, bytes]) => [name, hashOfBytes(bytes)])) }
}

/** A scene's site with the stage in it; the stage alone where there is no scene yet. */
export function withStage(stage: Stage, site: Site | null): Site {
  return { entry: stage.entry, files: new Map([...(site?.files ?? []), ...stage.files]) }
}
