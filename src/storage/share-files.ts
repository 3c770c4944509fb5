import type { ObjectStore } from './objects/object-store.ts'
import type { FileToStore } from './store-files.ts'

type Share = { readonly store: ObjectStore; readonly renderId: string; readonly signal: AbortSignal }

/**
 * Puts the files of a finished render where every server finds them: `renders/ID/FILE`. What an earlier attempt has left is replaced.
 * The first file comes last: where it is, all are.
 * @throws OUTPUT_UNWRITABLE, STORAGE_UNAVAILABLE, CANCELLED
 */
export async function shareFiles(files: readonly FileToStore[], { store, renderId, signal }: Share): Promise<void> {
  for (const { path, file, mediaType } of files.toReversed()) {
    await store.put(`renders/${renderId}/${file}`, path, { mediaType, replace: true, signal })
  }
}
