import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { FramefarmError, hasSystemCode, isMissingFile } from '../shared/errors.ts'
import { makeFolder } from './make-folder.ts'
import type { OutputFile } from './output-file.ts'
import { storageError } from './storage-error.ts'

/**
 * Files in a folder of their own, which appears whole or not at all. A folder that is there already is replaced, if all in it is of an earlier render.
 * @param wantedPath of one file in it
 * @param isOurs whether a file of this name is one that an earlier render has left
 * @returns the file, in an unfinished folder beside the one that it is for
 * @throws OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function openOutputFolder(wantedPath: string, isOurs: (name: string) => boolean): Promise<OutputFile> {
  const path = resolve(wantedPath)
  const folder = dirname(path)
  const id = randomBytes(4).toString('hex')
  const beside = (what: string) => join(dirname(folder), `.${basename(folder)}.${id}.${what}`)
  const [unfinished, replaced] = [beside('unfinished'), beside('replaced')]
  const failed = (cause: unknown) => storageError(`the folder of ${wantedPath} cannot be written`, cause)
  let isDelivered = false
  try {
    await makeFolder(dirname(folder))
    await refuseOthers(folder, isOurs)
    await mkdir(unfinished)
  } catch (cause) {
    throw failed(cause)
  }
  return {
    path,
    unfinishedPath: join(unfinished, basename(path)),
    deliver: async () => {
      try {
        await refuseOthers(folder, isOurs)
        await rename(folder, replaced).catch((error: unknown) => {
          if (!isMissingFile(error)) throw error
        })
        await rename(unfinished, folder)
        isDelivered = true
      } catch (cause) {
        await rename(replaced, folder).catch(() => undefined)
        throw failed(cause)
      }
    },
    [Symbol.asyncDispose]: async () => {
      await rm(unfinished, { recursive: true, force: true })
      if (isDelivered) await rm(replaced, { recursive: true, force: true })
    },
  }
}

async function refuseOthers(folder: string, isOurs: (name: string) => boolean): Promise<void> {
  try {
    const other = (await readdir(folder)).find((name) => !isOurs(name))
    if (other === undefined) return
    throw new FramefarmError(
      'OUTPUT_UNWRITABLE',
      `the folder ${folder} holds other files, such as ${other}, and would be replaced; give a folder of its own`,
    )
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return
    throw error
  }
}
