import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ObjectStore } from './objects/object-store.ts'
import { openObjectStore } from './objects/open-object-store.ts'

/** Where prepared images, finished chunks and work in progress lie. */
export type DataFolder = {
  readonly root: string
  readonly images: string
  readonly chunks: string
  readonly work: string
  /** What machines of one farm have in common, beside their own folders; null where there is one machine. */
  readonly shared: ObjectStore | null
}

/**
 * FRAMEFARM_DATA, or `framefarm` in the user's cache folder; with the store of FRAMEFARM_STORAGE behind it, where that is set.
 * @throws TOOL_SETTING_WRONG
 */
export function dataFolderFromEnvironment(): DataFolder {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = dataFolderAt(process.env['FRAMEFARM_DATA'] ?? join(cache, 'framefarm'))
  const address = process.env['FRAMEFARM_STORAGE'] ?? ''
  const shared = address === '' ? null : openObjectStore(address)
  return shared?.address === folder.root ? folder : { ...folder, shared }
}

export function dataFolderAt(path: string, shared: ObjectStore | null = null): DataFolder {
  const root = resolve(path)
  return { root, images: join(root, 'images'), chunks: join(root, 'chunks'), work: join(root, 'work'), shared }
}
