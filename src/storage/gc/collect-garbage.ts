import { throwIfCancelled } from '../../shared/within.ts'
import type { DataFolder } from '../data-folder.ts'
import { folderStore } from '../objects/folder-store.ts'
import type { ObjectStore } from '../objects/object-store.ts'
import { fileKinds, oldGroups, type FileGroup, type FileKind } from './file-groups.ts'
import { leftoversOf, removeLeftover } from './leftovers.ts'
import type { Lifetimes } from './lifetimes.ts'

/** What was removed, or would be: how many chunks, films, assets or leftovers of a store. */
export type Garbage = { readonly store: string; readonly kind: FileKind['kind'] | 'leftovers'; readonly count: number; readonly bytes: number }

type Collection = {
  readonly lifetimes: Lifetimes
  /** Nothing is removed. */
  readonly isDry: boolean
  readonly signal: AbortSignal
  readonly now?: Date
}

const dayMs = 24 * 3600 * 1000

/**
 * Removes what has outlived its use, here and in the store that machines share. Nothing else is touched, and several machines may do it at once.
 * @returns only what there was something of
 * @throws STORAGE_UNAVAILABLE, CANCELLED
 */
export async function collectGarbage(
  dataFolder: DataFolder,
  { lifetimes, isDry, signal, now = new Date() }: Collection,
): Promise<readonly Garbage[]> {
  const stores = [folderStore(dataFolder.root), ...(dataFolder.shared ? [dataFolder.shared] : [])]
  const garbage: Garbage[] = []
  for (const store of stores) {
    for (const fileKind of fileKinds) {
      const days = lifetimes[fileKind.lifetime]
      if (days === null) continue
      const before = new Date(now.getTime() - days * dayMs)
      const old = await oldGroups(store, fileKind, before, signal)
      if (!isDry) for (const group of old) await removeGroup(store, group, before, signal)
      garbage.push({ store: store.address, kind: fileKind.kind, count: old.length, bytes: bytesOf(old) })
    }
  }
  const leftovers = await leftoversOf(dataFolder, now)
  if (!isDry) await Promise.all(leftovers.map(removeLeftover))
  garbage.push({ store: dataFolder.root, kind: 'leftovers', count: leftovers.length, bytes: bytesOf(leftovers) })
  return garbage.filter(({ count }) => count > 0)
}

async function removeGroup(store: ObjectStore, { names }: FileGroup, before: Date, signal: AbortSignal): Promise<void> {
  // Seals and facts go first: without them there is no chunk and no asset, whatever happens in between.
  for (const name of names.toSorted((a, b) => Number(b.endsWith('.json')) - Number(a.endsWith('.json')))) {
    throwIfCancelled(signal)
    const found = await store.stat(name, signal)
    // Used since it was looked at.
    if (found && found.usedAt >= before) return
    await store.remove(name, signal)
  }
}

function bytesOf(all: readonly { readonly bytes: number }[]): number {
  return all.reduce((sum, { bytes }) => sum + bytes, 0)
}
