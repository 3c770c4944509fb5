import { writeFile } from 'node:fs/promises'
import { storageError } from '../../storage/storage-error.ts'
import { openOutputFile } from '../../storage/output-file.ts'

/** Writes a file that is there whole or not at all; one that was there is replaced. @throws DISK_FULL, OUTPUT_UNWRITABLE */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await using file = await openOutputFile(path)
  try {
    await writeFile(file.unfinishedPath, content)
  } catch (cause) {
    throw storageError(`${path} cannot be written`, cause)
  }
  await file.deliver()
}
