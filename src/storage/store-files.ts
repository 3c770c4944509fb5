import { EventEmitter } from 'node:events'
import { constants, createReadStream } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { openOutputFile } from './output-file.ts'
import { storageError } from './storage-error.ts'

/** A finished file and its name at the destination, which may have folders in it. */
export type FileToStore = { readonly path: string; readonly file: string; readonly mediaType: string }

export type AllowedFolders = {
  /** Absolute paths; files go nowhere else on this machine. */
  readonly folders: readonly string[]
}

type Order = AllowedFolders & { readonly signal: AbortSignal }

/**
 * Copies finished files to where a user wants them: `gs://bucket/folder/`, or a folder of this machine.
 * @returns the address of each
 * @throws OUTPUT_UNWRITABLE, DISK_FULL, CANCELLED
 */
export async function storeFiles(files: readonly FileToStore[], destination: string, order: Order): Promise<readonly string[]> {
  const store = destination.startsWith('gs://') ? await googleStore(destination) : folderStore(destination, order.folders)
  const addresses: string[] = []
  for (const file of files) {
    throwIfCancelled(order.signal)
    addresses.push(await store(file, order.signal))
  }
  return addresses
}

type Store = (file: FileToStore, signal: AbortSignal) => Promise<string>

function folderStore(destination: string, folders: readonly string[]): Store {
  const folder = resolve(destination)
  if (!isAbsolute(destination) || !folders.some((allowed) => isWithin(folder, resolve(allowed)))) {
    const hint = 'use gs://bucket/folder/, or a folder that this server allows'
    throw new FramefarmError('OUTPUT_UNWRITABLE', `the destination ${destination} is not allowed`, { hint })
  }
  return async ({ path, file }) => {
    const target = join(folder, file)
    await using output = await openOutputFile(target)
    try {
      await copyFile(path, output.unfinishedPath, constants.COPYFILE_FICLONE)
    } catch (cause) {
      throw storageError(`${target} could not be written`, cause)
    }
    await output.deliver()
    return target
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

async function googleStore(destination: string): Promise<Store> {
  // Loaded only where it is used: the client takes a third of a second to start.
  const { IdempotencyStrategy, Storage } = await import('@google-cloud/storage')
  // Each transfer puts 11 listeners on a stream inside the client, and Node warns above 10 (googleapis/google-cloud-node#9185).
  EventEmitter.defaultMaxListeners = Math.max(EventEmitter.defaultMaxListeners, 16)
  const [, bucketName = '', prefix = ''] = /^gs:\/\/([^/]+)(?:\/(.*))?$/s.exec(destination) ?? []
  // The same bytes under the same name: to send them again does no harm.
  const bucket = new Storage({ retryOptions: { idempotencyStrategy: IdempotencyStrategy.RetryAlways } }).bucket(bucketName)
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  return async ({ path, file, mediaType }, signal) => {
    const address = `gs://${bucketName}/${folder}${file}`
    try {
      const upload = bucket.file(folder + file).createWriteStream({ contentType: mediaType, validation: 'crc32c' })
      await pipeline(createReadStream(path), upload, { signal })
      return address
    } catch (cause) {
      throwIfCancelled(signal)
      throw new FramefarmError('OUTPUT_UNWRITABLE', `${address} could not be written: ${messageOf(cause)}`, { cause, retryable: mayPass(cause) })
    }
  }
}

/** Whether it may go well later: not where the bucket is missing or closed to us. */
function mayPass(cause: unknown): boolean {
  const status = cause instanceof Error && 'code' in cause ? Number(cause.code) : Number.NaN
  return !(status >= 400 && status < 500) || status === 408 || status === 429
}
