import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../shared/process-tree.ts'
import { storageError } from './storage-error.ts'
import type { DataFolder } from './data-folder.ts'
import { makeFolder } from './make-folder.ts'

export type WorkFolder = AsyncDisposable & { readonly path: string }

/** When this process started: it tells its folders from those of an earlier process of the same id, as containers have. */
const startedMs = Math.round(performance.timeOrigin)
/** So that other machines see that it is in use, however long nothing is written. */
const touchMs = 3_600_000

/**
 * A folder for the unfinished files of this process, removed with all that is in it when the caller leaves.
 * Its name says whose it is: those of processes of this machine that are gone (killed without a chance to tidy up) are removed on the way.
 * @throws DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function openWorkFolder({ work }: Pick<DataFolder, 'work'>): Promise<WorkFolder> {
  try {
    await makeFolder(work)
    await sweep(work)
    const path = await mkdtemp(join(work, `${hostname()}.${process.pid}.${startedMs}.`))
    const timer = setInterval(() => void touch(path), touchMs).unref()
    return {
      path,
      [Symbol.asyncDispose]: async () => {
        clearInterval(timer)
        await rm(path, { recursive: true, force: true, maxRetries: 3 })
      },
    }
  } catch (cause) {
    throw storageError(`the work folder ${work} could not be made`, cause)
  }
}

/** An empty folder in a work folder. @returns its path @throws DISK_FULL, OUTPUT_UNWRITABLE */
export async function openPartFolder(workFolder: string, name: string): Promise<string> {
  const path = join(workFolder, name)
  try {
    await mkdir(path)
    return path
  } catch (cause) {
    throw storageError(`the work folder ${path} could not be made`, cause)
  }
}

/** Whether a work folder, by its name, is of a process of this machine that is still there. */
export function isOfLiveProcess(name: string): boolean {
  return isOfThisMachine(name) && !isLeftOver(name)
}

async function touch(path: string): Promise<void> {
  const now = new Date()
  await utimes(path, now, now).catch(() => undefined)
}

async function sweep(work: string): Promise<void> {
  const left = (await readdir(work)).filter(isLeftOver)
  await Promise.all(left.map((name) => rm(join(work, name), { recursive: true, force: true })))
}

function isLeftOver(name: string): boolean {
  const [, started, pid] = name.split('.').toReversed()
  if (!isOfThisMachine(name)) return false
  return Number(pid) === process.pid ? Number(started) !== startedMs : !isAlive(Number(pid))
}

function isOfThisMachine(name: string): boolean {
  // From the right, because a host's name may have dots.
  return name.split('.').slice(0, -3).join('.') === hostname()
}
