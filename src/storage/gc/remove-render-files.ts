import type { DataFolder } from '../data-folder.ts'
import { folderStore } from '../objects/folder-store.ts'

/**
 * Removes what a render that has come to nothing has left of its files, here and in the store that machines share. Its chunks stay: a retry finds them.
 * @throws STORAGE_UNAVAILABLE, CANCELLED
 */
export async function removeRenderFiles({ root, shared }: DataFolder, renderId: string, signal: AbortSignal): Promise<void> {
  for (const store of [folderStore(root), ...(shared ? [shared] : [])]) {
    for await (const { name } of store.list(`renders/${renderId}/`, signal)) await store.remove(name, signal)
  }
}
