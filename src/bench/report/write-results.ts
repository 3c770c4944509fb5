import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../storage/make-folder.ts'
import { storageError } from '../../storage/storage-error.ts'
import { benchPage } from '../page/bench-page.ts'
import type { BenchResult } from './bench-result.ts'

export type ResultFiles = { readonly json: string; readonly html: string }

/**
 * Writes everything as JSON and as a page into a folder, and returns their paths.
 * @throws OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function writeResults(result: BenchResult, folder: string): Promise<ResultFiles> {
  const files = { json: join(folder, 'bench.json'), html: join(folder, 'bench.html') }
  try {
    await makeFolder(folder)
    await writeFile(files.json, `${JSON.stringify(result, null, 2)}\n`)
    await writeFile(files.html, benchPage(result))
  } catch (cause) {
    throw storageError(`the results of the benchmark cannot be written to ${folder}`, cause)
  }
  return files
}
