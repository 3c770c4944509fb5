import { isAbsolute, relative, resolve } from 'node:path'
import { FramefarmError } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { ObjectStore } from './objects/object-store.ts'
import { openObjectStore } from './objects/open-object-store.ts'

/** A finished file and its name at the destination, which may have folders in it. */
export type FileToStore = { readonly path: string; readonly file: string; readonly mediaType: string }

export type AllowedFolders = {
  /** Absolute paths; files go nowhere else on this machine. */
  readonly folders: readonly string[]
}

type Order = AllowedFolders & { readonly signal: AbortSignal }

/**
 * Copies finished files to where a user wants them: `gs://bucket/folder/`, or a folder of this machine. What has their names there is replaced.
 * @returns the address of each
 * @throws OUTPUT_UNWRITABLE, DISK_FULL, CANCELLED
 */
export async function storeFiles(files: readonly FileToStore[], destination: string, order: Order): Promise<readonly string[]> {
  const { signal } = order
  const store = allowedStore(destination, order.folders)
  const addresses: string[] = []
  for (const { path, file, mediaType } of files) {
    throwIfCancelled(signal)
    await store.put(file, path, { mediaType, replace: true, signal })
    addresses.push(store.addressOf(file))
  }
  return addresses
}

function allowedStore(destination: string, folders: readonly string[]): ObjectStore {
  if (destination.startsWith('gs://')) return openObjectStore(destination)
  const folder = resolve(destination)
  if (isAbsolute(destination) && folders.some((allowed) => isWithin(folder, resolve(allowed)))) return openObjectStore(folder)
  const hint = 'use gs://bucket/folder/, or a folder that this server allows'
  throw new FramefarmError('OUTPUT_UNWRITABLE', `the destination ${destination} is not allowed`, { hint })
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}
