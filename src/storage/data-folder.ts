import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where prepared images, finished chunks and work in progress lie. */
export type DataFolder = { readonly root: string; readonly images: string; readonly chunks: string; readonly work: string }

/** FRAMEFARM_DATA, or `framefarm` in the user's cache folder. */
export function dataFolderFromEnvironment(): DataFolder {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return dataFolderAt(process.env['FRAMEFARM_DATA'] ?? join(cache, 'framefarm'))
}

export function dataFolderAt(path: string): DataFolder {
  const root = resolve(path)
  return { root, images: join(root, 'images'), chunks: join(root, 'chunks'), work: join(root, 'work') }
}
