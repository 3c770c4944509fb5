import { randomUUID } from 'node:crypto'
import { rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Source } from '../../film/film.ts'
import { FramefarmError, isMissingFile } from '../../shared/errors.ts'
import { hashOfFile } from '../../shared/hash.ts'
import { makeFolder } from '../make-folder.ts'
import type { ObjectStore } from '../objects/object-store.ts'
import { touchDaily } from '../objects/touch-daily.ts'
import { storageError } from '../storage-error.ts'
import type { AssetPolicy } from './asset-policy.ts'

/**
 * The path of an asset that was uploaded, to this machine or to one that shares a store with it: from there it is fetched, and kept here.
 * @throws ASSET_UNAVAILABLE, STORAGE_UNAVAILABLE, DISK_FULL, CANCELLED
 */
export async function uploadedFile(source: Source, { assetFolder, sharedAssets }: AssetPolicy, signal: AbortSignal): Promise<string> {
  const name = assetFileName(source.url)
  const path = join(assetFolder ?? '', name)
  if (await isFileInUse(path)) return path
  if (sharedAssets && (await fetchAsset(sharedAssets, { name, path, signal }))) return path
  throw new FramefarmError('ASSET_UNAVAILABLE', `${source.text} has not been uploaded`, { detail: `${path} is not there` })
}

/** What is in use is kept for longer. */
async function isFileInUse(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false
    const now = new Date()
    await utimes(path, now, now)
    return true
  } catch (error) {
    if (isMissingFile(error)) return false
    throw error
  }
}

/** false where there is none, or not with the content that its name says; such a one is removed. */
async function fetchAsset(store: ObjectStore, to: { readonly name: string; readonly path: string; readonly signal: AbortSignal }): Promise<boolean> {
  const { name, path, signal } = to
  const object = `assets/${name}`
  const unchecked = `${path}.${randomUUID()}`
  try {
    await makeFolder(dirname(path))
    if (!(await store.fetch(object, unchecked, signal))) return false
    if (`sha256-${await hashOfFile(unchecked)}` !== name) {
      await store.remove(object, signal)
      return false
    }
    await rename(unchecked, path)
    await touchDaily(store, [object], signal)
    return true
  } catch (cause) {
    throw storageError(`the asset ${name} could not be fetched`, cause)
  } finally {
    await rm(unchecked, { force: true })
  }
}

/** `asset:sha256-HEX` -> `sha256-HEX`, the name of its file. @throws where it is none: addresses are checked when a film is parsed */
function assetFileName({ pathname }: URL): string {
  if (!/^sha256-[0-9a-f]{64}$/.test(pathname)) throw new Error(`unreachable: ${pathname} is no content address`)
  return pathname
}
