import { randomBytes } from 'node:crypto'
import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { FramefarmError, isMissingFile } from '../shared/errors.ts'
import { storageError } from './storage-error.ts'
import { makeFolder } from './make-folder.ts'

/** A file that appears at its path whole or not at all. */
export type OutputFile = AsyncDisposable & {
  readonly path: string
  /** To be written, beside the path, so that the last step is a rename on one disk. */
  readonly unfinishedPath: string
  readonly deliver: () => Promise<void>
}

/**
 * Makes the folder and a name for the unfinished file, which goes away when the caller leaves without `deliver`.
 * @throws OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function openOutputFile(wantedPath: string): Promise<OutputFile> {
  const path = resolve(wantedPath)
  const folder = dirname(path)
  try {
    await makeFolder(folder)
    await refuseFolder(path, wantedPath)
  } catch (cause) {
    throw storageError(`${wantedPath} cannot be written`, cause)
  }
  const unfinishedPath = join(folder, `.${basename(path)}.${randomBytes(4).toString('hex')}.unfinished`)
  return {
    path,
    unfinishedPath,
    deliver: async () => {
      try {
        await rename(unfinishedPath, path)
      } catch (cause) {
        throw storageError(`${wantedPath} cannot be written`, cause)
      }
    },
    [Symbol.asyncDispose]: () => rm(unfinishedPath, { force: true }),
  }
}

async function refuseFolder(path: string, wantedPath: string): Promise<void> {
  try {
    if (!/[/\\]$/.test(wantedPath) && !(await stat(path)).isDirectory()) return
  } catch (error) {
    if (isMissingFile(error)) return
    throw error
  }
  throw new FramefarmError('OUTPUT_UNWRITABLE', `${wantedPath} is a folder; give the name of a file`)
}
