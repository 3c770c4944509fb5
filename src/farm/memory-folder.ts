import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissingFile } from '../shared/errors.ts'
import { openWorkFolder, type WorkFolder } from '../storage/work-folder.ts'

/** A file system in memory that nearly every Linux has. */
const memory = '/dev/shm'

/**
 * A folder in memory with at least so much room, or one in `fallback` where there is none: containers often have 64 MB.
 * @throws as openWorkFolder
 */
export async function openMemoryFolder(bytes: number, fallback: string): Promise<WorkFolder> {
  const user = process.getuid?.() ?? null
  const own = join(memory, `framefarm-${user}`)
  const isUsable = user !== null && (await hasRoom(bytes)) && (await isOwn(own, user))
  return openWorkFolder({ work: isUsable ? own : fallback })
}

async function hasRoom(bytes: number): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(memory)
    return bavail * bsize >= bytes
  } catch {
    return false
  }
}

/** Anybody may make a folder of this name there; files of ours go only into one that is ours. */
async function isOwn(path: string, user: number): Promise<boolean> {
  try {
    return (await stat(path)).uid === user
  } catch (error) {
    return isMissingFile(error)
  }
}
