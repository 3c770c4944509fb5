import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { FramefarmError } from '../shared/errors.ts'

/** Where a Chromium profile keeps the private files of origins; their names are its own affair. */
const originFiles = 'Default/File System'

/**
 * The file that a page has begun with `marker`, opened for reading.
 * @throws CHROMIUM_START_FAILED where it is not in the profile
 */
export async function openFramesFile(profileFolder: string, marker: string): Promise<FileHandle> {
  const entries = await readdir(join(profileFolder, originFiles), { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = await open(join(entry.parentPath, entry.name))
    if (await beginsWith(file, marker)) return file
    await file.close()
  }
  throw new FramefarmError('CHROMIUM_START_FAILED', "Chromium does not write the page's frames where they can be read")
}

async function beginsWith(file: FileHandle, marker: string): Promise<boolean> {
  const head = Buffer.alloc(marker.length)
  await file.read(head, 0, head.length, 0)
  return head.toString('latin1') === marker
}
