import { chmod, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { FramefarmError } from '../../shared/errors.ts'
import { openOutputFile } from '../../storage/output-file.ts'
import { storageError } from '../../storage/storage-error.ts'
import type { FilmDraft } from './film-draft.ts'

/**
 * Writes a draft over its file, whole or not at all; a link stays one, and the file keeps its rights.
 * @throws FILM_OVERTAKEN where others have written the file since it was read, OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function saveDraft(draft: FilmDraft, path: string): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const before = await readFile(target, 'utf8').catch(() => null)
  if (before !== draft.fileText)
    throw new FramefarmError('FILM_OVERTAKEN', `${path} ${before === null ? 'is not there any more' : 'was changed by another program meanwhile'}`)
  await using file = await openOutputFile(target)
  try {
    await writeFile(file.unfinishedPath, draft.text)
    await chmod(file.unfinishedPath, (await stat(target)).mode)
  } catch (cause) {
    throw storageError(`${path} could not be written`, cause)
  }
  await file.deliver()
  draft.saved()
}
