import { statfs } from 'node:fs/promises'

/** Chunks of a film in 4K, with all that is written on the way to them, take less. */
const roomBytes = 1e9

/** Whether the disk of a folder has room to work on. */
export async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize >= roomBytes
  } catch {
    return false
  }
}
