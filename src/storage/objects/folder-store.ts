import { randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { copyFile, link, open, readdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { hasSystemCode, isMissingFile } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { makeFolder } from '../make-folder.ts'
import { storageError } from '../storage-error.ts'
import { leftAlone } from './left-alone.ts'
import { checkObjectName } from './object-name.ts'
import type { ObjectStore, PutOptions, StoredObject } from './object-store.ts'
import { storageUnavailable } from './storage-unavailable.ts'

/** Begins the names of files that are being written; no object's name begins so. */
const unfinishedMark = '.unfinished-'

/** A folder of this machine, or one that several machines have mounted. @param root absolute path */
export function folderStore(root: string): ObjectStore {
  const folder = resolve(root)
  const pathOf = (name: string, signal?: AbortSignal) => {
    checkObjectName(name)
    if (signal) throwIfCancelled(signal)
    return join(folder, name)
  }
  return {
    address: folder,
    addressOf: pathOf,
    stat: async (name, signal) => statOf(pathOf(name, signal), name),
    fetch: async (name, toPath, signal) => copyOut(pathOf(name, signal), toPath),
    put: async (name, path, options) => copyIn(path, pathOf(name, options.signal), options),
    read: async (name, signal, range) => {
      const path = pathOf(name, signal)
      const file = await orAbsent(path, () => open(path))
      return file && leftAlone(file.createReadStream({ ...range, signal }))
    },
    list: (prefix, signal) => filesBelow(folder, prefix, signal),
    touch: async (name, signal) => {
      const now = new Date()
      const path = pathOf(name, signal)
      await orAbsent(path, () => utimes(path, now, now))
    },
    remove: async (name, signal) => {
      const path = pathOf(name, signal)
      await orAbsent(path, () => rm(path))
      await removeEmpty(dirname(path), folder)
    },
    signedUrl: async () => null,
  }
}

async function statOf(path: string, name: string): Promise<StoredObject | null> {
  const info = await orAbsent(path, () => stat(path))
  return info?.isFile() ? storedObject(name, info) : null
}

function storedObject(name: string, { size, mtime }: Stats): StoredObject {
  return { name, bytes: size, crc32c: null, usedAt: mtime }
}

async function copyOut(path: string, toPath: string): Promise<boolean> {
  const unfinished = unfinishedBeside(toPath)
  try {
    await copyFile(path, unfinished, constants.COPYFILE_FICLONE)
    await rename(unfinished, toPath)
    return true
  } catch (cause) {
    await rm(unfinished, { force: true })
    if (isAbsent(cause) && (await orAbsent(path, () => stat(path))) === null) return false
    throw storageError(`${toPath} could not be written`, cause)
  }
}

async function copyIn(path: string, target: string, { replace = false }: PutOptions): Promise<'created' | 'exists'> {
  const unfinished = unfinishedBeside(target)
  try {
    await makeFolder(dirname(target))
    // Whoever removed the last file in the folder may have removed the folder as well, just now.
    await copyFile(path, unfinished, constants.COPYFILE_FICLONE).catch(async () => {
      await makeFolder(dirname(target))
      await copyFile(path, unfinished, constants.COPYFILE_FICLONE)
    })
    if (!replace) return await linkIfFree(unfinished, target)
    await rename(unfinished, target)
    return 'created'
  } catch (cause) {
    throw storageError(`${target} could not be written`, cause)
  } finally {
    await rm(unfinished, { force: true }).catch(() => undefined)
  }
}

/** A link is made only where nothing has the name: of two writers one is first. */
async function linkIfFree(unfinished: string, target: string): Promise<'created' | 'exists'> {
  try {
    await link(unfinished, target)
    return 'created'
  } catch (error) {
    if (hasSystemCode(error, 'EEXIST')) return 'exists'
    if (!noLinks.some((code) => hasSystemCode(error, code))) throw error
  }
  if ((await orAbsent(target, () => stat(target))) !== null) return 'exists'
  await rename(unfinished, target)
  return 'created'
}

/** What file systems without links say, such as those of buckets and memory cards. */
const noLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']

function unfinishedBeside(path: string): string {
  return join(dirname(path), `${unfinishedMark}${randomBytes(8).toString('hex')}`)
}

async function* filesBelow(folder: string, prefix: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
  const within = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  if (within !== '') checkObjectName(within.slice(0, -1))
  const entries = (await orAbsent(folder, () => readdir(join(folder, within), { withFileTypes: true }))) ?? []
  for (const entry of entries) {
    throwIfCancelled(signal)
    const name = within + entry.name
    if (entry.name.startsWith('.') || !name.startsWith(prefix)) continue
    if (entry.isDirectory()) yield* filesBelow(folder, `${name}/`, signal)
    else if (entry.isFile()) {
      const found = await statOf(join(folder, name), name)
      if (found) yield found
    }
  }
}

/** Folders are only the slashes in names: without files they are nothing. */
async function removeEmpty(path: string, root: string): Promise<void> {
  for (let folder = path; folder !== root; folder = dirname(folder)) {
    try {
      await rmdir(folder)
    } catch {
      return
    }
  }
}

async function orAbsent<T>(path: string, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (isAbsent(error)) return null
    throw storageUnavailable(path, error, { retryable: false })
  }
}

/** Also where a part of the name is a file. */
function isAbsent(error: unknown): boolean {
  return isMissingFile(error) || hasSystemCode(error, 'ENOTDIR')
}
