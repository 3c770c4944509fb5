import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../shared/process-tree.ts'
import { storageError } from './storage-error.ts'
import type { DataFolder } from './data-folder.ts'

export type WorkFolder = AsyncDisposable & { readonly path: string }

/**
 * A folder for the unfinished files of this process, removed with all that is in it when the caller leaves.
 * Its name starts with the process id: folders whose process is gone (killed without a chance to tidy up) are removed on the way.
 * @throws DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function openWorkFolder({ work }: DataFolder): Promise<WorkFolder> {
  try {
    await mkdir(work, { recursive: true })
    await sweep(work)
    const path = await mkdtemp(join(work, `${process.pid}-`))
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
  } catch (cause) {
    throw storageError(`the work folder ${work} could not be made`, cause)
  }
}

async function sweep(work: string): Promise<void> {
  const left = (await readdir(work)).filter((name) => !isAlive(Number.parseInt(name, 10)))
  await Promise.all(left.map((name) => rm(join(work, name), { recursive: true, force: true })))
}
