import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hasSystemCode } from '../shared/errors.ts'

/**
 * Makes a folder and those above it. Not by `recursive: true`, which never ends where a folder cannot be made
 * and the system says that its parent is missing, as below /proc.
 * @throws what node:fs throws
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await made(path)) || dirname(path) === path) return
  await makeFolder(dirname(path))
  await mkdir(path).catch((error: unknown) => {
    // Another process may have been quicker.
    if (!hasSystemCode(error, 'EEXIST')) throw error
  })
}

/** false where a folder above is missing; a file in its place is found out by whoever writes into it. */
async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if (hasSystemCode(error, 'EEXIST')) return true
    if (hasSystemCode(error, 'ENOENT')) return false
    throw error
  }
}
